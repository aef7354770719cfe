package org.automtl4j.data.reader.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.automtl4j.core.InvalidInputException;

/** What a file is says its beginning, not its name. */
public enum PictureFormat {
  /** Portable Network Graphics. */
  PNG,
  /** Jpeg. */
  JPEG,
  /** Tagged Image File Format, either byte order. */
  TIFF,
  /** Windows' bitmaps. */
  BMP,
  /** WebP, lossy and lossless. */
  WEBP;

  private static final int LOOKED_AT = 16;

  /**
   * @param file a file
   * @return its format
   * @throws IOException if it cannot be read
   * @throws InvalidInputException if it is of none of these; the message says what it is, as far as that is known
   */
  public static PictureFormat of(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(LOOKED_AT);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (PngDecoder.isPng(start)) {
      return PNG;
    }
    if (text.startsWith("\u00FF\u00D8\u00FF")) {
      return JPEG;
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return TIFF;
    }
    if (text.startsWith("BM") && start.length == LOOKED_AT) {
      return BMP;
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return WEBP;
    }
    throw new InvalidInputException(file + ": neither png nor jpeg, tif, bmp or webp: " + other(text).map(name -> "it is " + name)
        .orElseGet(() -> "it begins with the bytes " + bytes(start)));
  }

  /** What a file is that is not read. */
  private static Optional<String> other(String text) {
    if (text.startsWith("GIF8")) {
      return Optional.of("gif; save it as png");
    }
    if (text.startsWith("ftyp", 4)) {
      String brand = text.substring(8, Math.min(12, text.length()));
      return Optional.of((brand.startsWith("avi") ? "avif" : brand.startsWith("hei") || brand.startsWith("mif") || brand.startsWith("hev") ? "heic" : "a film (mp4 or mov)")
          + "; save it as png or jpeg");
    }
    if (text.startsWith("\0\0\0\u000CjP  ") || text.startsWith("\u00FFO\u00FFQ")) {
      return Optional.of("jpeg 2000; save it as png");
    }
    if (text.startsWith("v/1\u0001")) {
      return Optional.of("OpenEXR; save its numbers as .npy");
    }
    if (text.startsWith("#?RADIANCE") || text.startsWith("#?RGBE")) {
      return Optional.of("Radiance HDR; save its numbers as .npy");
    }
    if (text.startsWith("\u0093NUMPY")) {
      return Optional.of("an array of NumPy; its name must end with .npy");
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return Optional.of("a zip archive, or arrays of NumPy (.npz); unpack it");
    }
    if (text.startsWith("8BPS")) {
      return Optional.of("a file of Photoshop; save it as png");
    }
    if (text.startsWith("%PDF")) {
      return Optional.of("pdf");
    }
    if (text.startsWith("version https://")) {
      return Optional.of("a pointer of Git LFS; 'git lfs pull' fetches the picture");
    }
    String lower = text.stripLeading().toLowerCase(Locale.ROOT);
    if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
      return Optional.of("a web page, perhaps the error page of a download");
    }
    if (lower.startsWith("<?xml") || lower.startsWith("<svg")) {
      return Optional.of("xml or svg");
    }
    if (text.matches("P[1-7]\\s[\\s\\S]*")) {
      return Optional.of("a netpbm picture (pgm, ppm); save it as png");
    }
    return text.chars().allMatch(c -> c == 0) ? Optional.of("nothing but zeros, as a download that broke off leaves it") : Optional.empty();
  }

  private static String bytes(byte[] start) {
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < Math.min(8, start.length); i++) {
      found.append(Character.forDigit(start[i] >> 4 & 15, 16)).append(Character.forDigit(start[i] & 15, 16)).append(' ');
    }
    return found.toString().strip();
  }
}
