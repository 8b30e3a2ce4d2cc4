/// How a file's bytes are packed.
public enum Compression: String, Codable, Sendable, CaseIterable {
  /// As they are.
  case none
  /// gzip (RFC 1952), one member or several.
  case gzip
  /// Zstandard (RFC 8878), one frame or several.
  case zstd

  /// The packing that a file's name tells: `.gz`, `.zst`, or none.
  public init(path: String) {
    self = path.hasSuffix(".gz") ? .gzip : path.hasSuffix(".zst") ? .zstd : .none
  }
}

/// Why packed bytes could not be unpacked.
public enum CodecFault: String, Error, Codable, Sendable {
  /// They are not of the format, or were altered.
  case corrupt
  /// They end before the last member or frame does.
  case truncated
  /// There is no memory for the codec.
  case outOfMemory
}
