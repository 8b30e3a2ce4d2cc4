import CKernels

/// How a bundle is laid out: the one place that writer and reader both ask.
///
/// A bundle is one little-endian file of three parts:
///
///     prefix   64 bytes   magic "HaechiMB", version u32, header length u32, payload length u64,
///                         XXH64 of all that follows the prefix u64, zeros
///     header   JSON       configuration, metadata, and name, offset and count of each section; spaces up to
///                         a multiple of 64
///     payload  sections   each at a multiple of 64 bytes from the payload's beginning, zeros between
///
/// Weights lie as the kernels read them (`hk_int8_matrix`): panels of 24 channels, then the channels' f32 scales,
/// then their int32 sums. All widths are padded with zeros to multiples of 24.
enum BundleLayout {
  static let magic = Array("HaechiMB".utf8)
  static let version: UInt32 = 1
  static let alignment = 64
  static let prefixByteCount = 64
  /// Far above any header; a guardian of 32 layers needs 30 KB.
  static let headerByteLimit = 16 << 20

  /// Where a section lies in the payload.
  struct Section: Codable {
    var name: String
    var offset: Int
    var count: Int
  }

  struct Header: Codable {
    var configuration: LlamaConfiguration
    var metadata: GuardianMetadata
    var sections: [Section]
  }

  static func aligned(_ count: Int) -> Int {
    (count + alignment - 1) / alignment * alignment
  }

  /// `width` rounded up to whole panels.
  static func padded(_ width: Int) -> Int {
    (width + Int(HK_INT8_PANEL) - 1) / Int(HK_INT8_PANEL) * Int(HK_INT8_PANEL)
  }

  /// The bytes of a packed matrix whose padded sizes are given.
  static func matrixByteCount(channels: Int, depth: Int) -> Int {
    channels * depth + channels * 8
  }

  /// The name and length of every section but the tokenizer's, in file order.
  static func sections(
    of configuration: LlamaConfiguration, headRows: Int
  ) -> [(name: String, count: Int)] {
    let c = padded(configuration.hiddenSize)
    let f = padded(configuration.intermediateSize)
    let q = padded(configuration.attentionHeads * configuration.headDimension)
    let k = padded(configuration.keyValueHeads * configuration.headDimension)
    var result = [
      ("embedding", configuration.vocabularySize * (c + 4)), ("head", headRows * c * 4), ("norm", c * 4),
    ]
    for layer in 0..<configuration.layers {
      let prefix = "layers.\(layer)."
      result += [
        (prefix + "attention_norm", c * 4),
        (prefix + "attention_in", matrixByteCount(channels: q + 2 * k, depth: c)),
        (prefix + "attention_out", matrixByteCount(channels: c, depth: q)),
        (prefix + "feed_forward_norm", c * 4),
        (prefix + "gate_up", matrixByteCount(channels: 2 * f, depth: c)),
        (prefix + "down", matrixByteCount(channels: c, depth: f)),
      ]
    }
    return result
  }
}
