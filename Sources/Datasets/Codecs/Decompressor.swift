import CCodecs

/// Unpacks bytes as they arrive, in constant memory.
public struct Decompressor: ~Copyable {
  private static let outputBytes = 1 << 17

  private let decoder: OpaquePointer?
  private var isInside = false
  private var output: [UInt8] = []

  /// A decompressor; with ``Compression/none`` bytes pass unchanged.
  public init(_ compression: Compression) throws(CodecFault) {
    switch compression {
    case .none:
      decoder = nil
      return
    case .gzip: decoder = haechi_decoder_create(Int32(HAECHI_CODEC_GZIP))
    case .zstd: decoder = haechi_decoder_create(Int32(HAECHI_CODEC_ZSTD))
    }
    guard decoder != nil else { throw .outOfMemory }
    output = [UInt8](repeating: 0, count: Self.outputBytes)
  }

  deinit {
    if let decoder { haechi_decoder_destroy(decoder) }
  }

  /// Takes the next packed bytes and hands over what they unpack to, in pieces.
  public mutating func consume(_ bytes: [UInt8], emit: ([UInt8]) -> Void) throws(CodecFault) {
    guard let decoder else { return emit(bytes) }
    var position = 0
    while true {
      let left = bytes.count - position
      var (used, made) = (0, 0)
      // SAFETY: `position` never passes `bytes.count`, and both buffers go with their lengths.
      let status = bytes.withUnsafeBufferPointer { source in
        output.withUnsafeMutableBufferPointer { destination in
          haechi_decoder_step(
            decoder, source.baseAddress.map { $0 + position }, left, &used, destination.baseAddress,
            destination.count, &made)
        }
      }
      position += used
      if made > 0 { emit(Array(output[..<made])) }
      switch status {
      case Int32(HAECHI_CODEC_OK.rawValue): isInside = true
      case Int32(HAECHI_CODEC_END.rawValue): isInside = false
      case Int32(HAECHI_CODEC_MEMORY.rawValue): throw .outOfMemory
      default: throw .corrupt
      }
      // A full output may hide more; an idle step asks for the next bytes.
      if position == bytes.count && made < output.count { return }
    }
  }

  /// Ends the input.
  public consuming func finish() throws(CodecFault) {
    if decoder != nil, isInside { throw .truncated }
  }
}
