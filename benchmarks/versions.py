"""Which version of the code was measured, so that figures of different versions are never put into one table."""

import hashlib
import pathlib
import subprocess

# What a figure depends on: our own program, and the one beside it.
MEASURED = ["pom.xml", "automtl", "models", "support/backend/pom.xml", *(f"{m}/{p}" for m in ("mtl-core", "mtl-plan", "mtl-data", "mtl-graph", "mtl-train", "mtl-app") for p in ("pom.xml", "src/main")),
            "benchmarks/kernels/src", "benchmarks/network.py", "benchmarks/published.py"]


def version(root):
    """The last commit that changed what is measured, with a mark where it has been changed since; "?" outside a git repository."""
    commit = git(root, "log", "-1", "--format=%h", "--abbrev=10", "--").strip()
    changes = git(root, "diff", "HEAD", "--") + git(root, "ls-files", "--others", "--exclude-standard", "--")
    return (commit or "?") + ("+" + hashlib.sha1(changes.encode()).hexdigest()[:6] if changes.strip() else "")


def git(root, *command):
    existing = [path for path in MEASURED if (pathlib.Path(root) / path).exists()]
    try:
        return subprocess.run(["git", "-C", root, *command, *existing], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def newest(records, key):
    """Those of the version that was measured last, for each key by itself, key by key. The order of the file is the order of measuring."""
    last = {key(r): r.get("version") for r in records}
    return [r for k in last for r in records if key(r) == k and r.get("version") == last[k]]
