"""What phases are called in the report."""

NAMES = {"pre_train": "pre-train", "policy_step": "policy step", "weight_step": "weight step", "post_train": "post-train", "infer_1": "inference, batch 1",
         "infer_n": "inference, batch N"}
