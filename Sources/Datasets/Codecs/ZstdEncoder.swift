import CCodecs

/// Packs bytes into one Zstandard frame as they arrive; the same bytes give the same frame.
public struct ZstdEncoder: ~Copyable {
  private static let outputBytes = 1 << 17

  private let encoder: OpaquePointer
  private var output: [UInt8]

  /// An encoder at a compression level, 1 to 19.
  public init(level: Int = 10) throws(CodecFault) {
    guard let encoder = haechi_encoder_create(Int32(level)) else { throw .outOfMemory }
    self.encoder = encoder
    output = [UInt8](repeating: 0, count: Self.outputBytes)
  }

  deinit { haechi_encoder_destroy(encoder) }

  /// The version of libzstd; another version may pack the same bytes differently.
  public static var libraryVersion: String { String(cString: haechi_zstd_version()) }

  /// Takes the next bytes and hands over what is packed by then.
  public mutating func consume(_ bytes: [UInt8], emit: ([UInt8]) throws -> Void) throws {
    try step(bytes, isLast: false, emit: emit)
  }

  /// Ends the frame and hands over the rest.
  public mutating func finish(emit: ([UInt8]) throws -> Void) throws {
    try step([], isLast: true, emit: emit)
  }

  private mutating func step(_ bytes: [UInt8], isLast: Bool, emit: ([UInt8]) throws -> Void) throws {
    var position = 0
    while true {
      let left = bytes.count - position
      var (used, made) = (0, 0)
      // SAFETY: `position` never passes `bytes.count`, and both buffers go with their lengths.
      let status = bytes.withUnsafeBufferPointer { source in
        output.withUnsafeMutableBufferPointer { destination in
          haechi_encoder_step(
            encoder, source.baseAddress.map { $0 + position }, left, &used, destination.baseAddress,
            destination.count, &made, isLast ? 1 : 0)
        }
      }
      position += used
      if made > 0 { try emit(Array(output[..<made])) }
      switch status {
      case Int32(HAECHI_CODEC_END.rawValue): return
      case Int32(HAECHI_CODEC_OK.rawValue): break
      default: throw CodecFault.outOfMemory
      }
      if !isLast && position == bytes.count && made < output.count { return }
    }
  }
}
