import Foundation
import Tensors

/// Makes the file that runs from the checkpoint that was trained.
public enum BundleWriter {
  /// The bundle of `checkpoint`: int8 weights per output channel and embeddings per row; norms and the rows that
  /// a verdict reads stay f32. The same checkpoint gives the same bytes.
  ///
  /// Throws what `Checkpoint.validate()` throws, and `.missingMetadata`.
  public static func bundle(from checkpoint: Checkpoint) throws(ModelError) -> [UInt8] {
    try checkpoint.validate()
    guard let metadata = checkpoint.metadata else { throw .missingMetadata }
    let sections = try sections(of: checkpoint, metadata)
    var table: [BundleLayout.Section] = []
    var payload: [UInt8] = []
    for (name, bytes) in sections {
      table.append(.init(name: name, offset: payload.count, count: bytes.count))
      payload += bytes
      payload += [UInt8](repeating: 0, count: BundleLayout.aligned(payload.count) - payload.count)
    }
    var header = try JSONFile.encode(
      BundleLayout.Header(configuration: checkpoint.configuration, metadata: metadata, sections: table),
      file: "bundle", isPretty: false)
    let padding = BundleLayout.aligned(header.count) - header.count
    header += [UInt8](repeating: UInt8(ascii: " "), count: padding)
    let body = header + payload
    let checksum = body.withUnsafeBytes { XXH64.hash($0) }
    return prefix(headerByteCount: header.count, payloadByteCount: payload.count, checksum) + body
  }

  /// Writes the bundle of `checkpoint` to `url`, whole or not at all.
  public static func write(_ checkpoint: Checkpoint, to url: URL) throws(ModelError) {
    try JSONFile.write(bundle(from: checkpoint), to: url)
  }

  private static func prefix(
    headerByteCount: Int, payloadByteCount: Int, _ checksum: UInt64
  ) -> [UInt8] {
    var bytes = BundleLayout.magic
    withUnsafeBytes(of: BundleLayout.version.littleEndian) { bytes += $0 }
    withUnsafeBytes(of: UInt32(headerByteCount).littleEndian) { bytes += $0 }
    withUnsafeBytes(of: UInt64(payloadByteCount).littleEndian) { bytes += $0 }
    withUnsafeBytes(of: checksum.littleEndian) { bytes += $0 }
    return bytes + [UInt8](repeating: 0, count: BundleLayout.prefixByteCount - bytes.count)
  }

  private static func sections(
    of checkpoint: Checkpoint, _ metadata: GuardianMetadata
  ) throws(ModelError) -> [(name: String, bytes: [UInt8])] {
    let configuration = checkpoint.configuration
    let channels = configuration.hiddenSize
    let width = BundleLayout.padded(channels)
    let embedding = try checkpoint.elements("model.embed_tokens.weight")
    let head = configuration.tiesEmbeddings ? embedding : try checkpoint.elements("lm_head.weight")
    let headRows = metadata.readoutIDs.flatMap {
      padded(head[Int($0) * channels..<(Int($0) + 1) * channels], to: width)
    }
    var result = [
      ("tokenizer", checkpoint.tokenizerModel),
      ("embedding", embeddingSection(embedding, channels: channels, width: width)),
      ("head", headRows.littleEndianBytes),
      ("norm", padded(try checkpoint.elements("model.norm.weight")[...], to: width).littleEndianBytes),
    ]
    for layer in 0..<configuration.layers { result += try layerSections(of: checkpoint, layer) }
    return result
  }

  private static func layerSections(
    of checkpoint: Checkpoint, _ layer: Int
  ) throws(ModelError) -> [(name: String, bytes: [UInt8])] {
    let configuration = checkpoint.configuration
    let channels = configuration.hiddenSize
    let hidden = configuration.intermediateSize
    let queries = configuration.attentionHeads * configuration.headDimension
    let width = BundleLayout.padded(channels)
    func elements(_ name: String) throws(ModelError) -> [Float] {
      try checkpoint.elements("model.layers.\(layer).\(name).weight")
    }
    var attentionIn = QuantizedMatrix(depth: width)
    for name in ["q_proj", "k_proj", "v_proj"] {
      attentionIn.append(try elements("self_attn.\(name)")[...], width: channels)
    }
    var attentionOut = QuantizedMatrix(depth: BundleLayout.padded(queries))
    attentionOut.append(try elements("self_attn.o_proj")[...], width: queries)
    // A panel of gates, then the panel of the same channels' ups: the kernel multiplies them as they come.
    var gateUp = QuantizedMatrix(depth: width)
    let gate = try elements("mlp.gate_proj")
    let up = try elements("mlp.up_proj")
    let panel = BundleLayout.padded(1)
    for first in stride(from: 0, to: hidden, by: panel) {
      let range = first * channels..<min(first + panel, hidden) * channels
      gateUp.append(gate[range], width: channels)
      gateUp.append(up[range], width: channels)
    }
    var down = QuantizedMatrix(depth: BundleLayout.padded(hidden))
    down.append(try elements("mlp.down_proj")[...], width: hidden)
    let prefix = "layers.\(layer)."
    let attentionNorm = padded(try elements("input_layernorm")[...], to: width)
    let feedForwardNorm = padded(try elements("post_attention_layernorm")[...], to: width)
    return [
      (prefix + "attention_norm", attentionNorm.littleEndianBytes),
      (prefix + "attention_in", attentionIn.packed), (prefix + "attention_out", attentionOut.packed),
      (prefix + "feed_forward_norm", feedForwardNorm.littleEndianBytes),
      (prefix + "gate_up", gateUp.packed), (prefix + "down", down.packed),
    ]
  }

  private static func embeddingSection(_ embedding: [Float], channels: Int, width: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var scales: [Float] = []
    bytes.reserveCapacity(embedding.count / channels * (width + 4))
    for start in stride(from: 0, to: embedding.count, by: channels) {
      let (values, scale) = QuantizedMatrix.quantize(embedding[start..<start + channels])
      bytes += values.lazy.map { UInt8(bitPattern: $0) }
      bytes += repeatElement(0, count: width - channels)
      scales.append(scale)
    }
    return bytes + scales.littleEndianBytes
  }

  private static func padded(_ row: ArraySlice<Float>, to width: Int) -> [Float] {
    row + [Float](repeating: 0, count: width - row.count)
  }
}

extension Checkpoint {
  /// The elements of the parameter called `name`.
  package func elements(_ name: String) throws(ModelError) -> [Float] {
    guard let tensor = parameters[name] else { throw .missingParameter(name) }
    return tensor.elements
  }
}
