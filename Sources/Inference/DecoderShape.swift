import CKernels
import Models

/// The sizes of a decoder's buffers: every width rounded up to whole panels of the kernels.
struct DecoderShape: Sendable, Equatable {
  let layers: Int
  let positions: Int
  /// C, H·D, K·D and F, padded.
  let channels: Int
  let queries: Int
  let keys: Int
  let hidden: Int
  let configuration: LlamaConfiguration

  init(_ configuration: LlamaConfiguration) {
    self.configuration = configuration
    layers = configuration.layers
    positions = configuration.maximumPositions
    channels = Self.padded(configuration.hiddenSize)
    queries = Self.padded(configuration.attentionHeads * configuration.headDimension)
    keys = Self.padded(configuration.keyValueHeads * configuration.headDimension)
    hidden = Self.padded(configuration.intermediateSize)
  }

  /// The widest row that is quantized.
  var greatestDepth: Int { max(channels, queries, hidden) }
  /// Blocks of keys a head's cache has.
  var blocks: Int { (positions + Int(HK_KEY_BLOCK) - 1) / Int(HK_KEY_BLOCK) }
  /// Floats of one layer's key cache.
  var keyCacheStride: Int {
    configuration.keyValueHeads * blocks * configuration.headDimension * Int(HK_KEY_BLOCK)
  }

  static func padded(_ width: Int) -> Int {
    (width + Int(HK_INT8_PANEL) - 1) / Int(HK_INT8_PANEL) * Int(HK_INT8_PANEL)
  }
}
