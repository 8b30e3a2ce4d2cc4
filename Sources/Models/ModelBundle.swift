import CKernels
import Foundation
import Tensors

/// A guardian that is ready to run: configuration, metadata, tokenizer and int8 weights in one read-only block.
///
/// The weights are mapped from a file or borrowed from the binary and used where they lie, so loading costs the
/// reading of a small header. Nothing is allocated by a number from the file before that number is checked.
public final class ModelBundle: Sendable {
  /// The decoder's shape.
  public let configuration: LlamaConfiguration
  /// What the guardian's tokens and thresholds are.
  public let metadata: GuardianMetadata
  /// The blocks, in order.
  package let layers: [PackedLayer]
  // SAFETY: the pointers below lead into `bytes`, which this object keeps alive and nobody writes.
  /// The embedding [V, padded C] in int8 and the scale of each row.
  package nonisolated(unsafe) let embedding: (values: UnsafePointer<Int8>, scales: UnsafePointer<Float>)
  /// The head's rows of `metadata.readoutIDs`, [R, padded C].
  package nonisolated(unsafe) let head: UnsafePointer<Float>
  /// The gain of the last norm.
  package nonisolated(unsafe) let norm: UnsafePointer<Float>

  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  private nonisolated(unsafe) let tokenizerBytes: UnsafeRawBufferPointer
  private let checksum: UInt64
  /// Whatever keeps `bytes` alive; nothing when they are borrowed.
  private let owner: (any Sendable)?

  /// Maps the bundle at `url` and verifies its checksum.
  public convenience init(contentsOf url: URL) throws(ModelError) {
    let file = try MappedFile.opening(url)
    try self.init(file.bytes, keeping: file)
    try verifyChecksum()
  }

  /// Quantizes `checkpoint` into memory: the bundle that `BundleWriter` would write.
  public convenience init(quantizing checkpoint: Checkpoint) throws(ModelError) {
    let copy = AlignedBytes(try BundleWriter.bundle(from: checkpoint))
    try self.init(copy.bytes, keeping: copy)
  }

  /// Borrows `bytes`, which must stay alive and unchanged for as long as this object: a bundle inside the binary.
  ///
  /// The header is checked, the payload is not read: call `verifyChecksum()` where the bytes may be damaged.
  public convenience init(unowned bytes: UnsafeRawBufferPointer) throws(ModelError) {
    try self.init(bytes, keeping: nil)
  }

  private init(_ bytes: UnsafeRawBufferPointer, keeping owner: (any Sendable)?) throws(ModelError) {
    let reader = try BundleReader(bytes)
    let configuration = reader.header.configuration
    let c = BundleLayout.padded(configuration.hiddenSize)
    let f = BundleLayout.padded(configuration.intermediateSize)
    let q = BundleLayout.padded(configuration.attentionHeads * configuration.headDimension)
    let k = BundleLayout.padded(configuration.keyValueHeads * configuration.headDimension)
    var layers: [PackedLayer] = []
    for layer in 0..<configuration.layers {
      let prefix = "layers.\(layer)."
      layers.append(
        PackedLayer(
          attentionNorm: try reader.floats(prefix + "attention_norm"),
          attentionIn: try reader.matrix(prefix + "attention_in", channels: q + 2 * k, depth: c),
          attentionOut: try reader.matrix(prefix + "attention_out", channels: c, depth: q),
          feedForwardNorm: try reader.floats(prefix + "feed_forward_norm"),
          gateUp: try reader.matrix(prefix + "gate_up", channels: 2 * f, depth: c),
          down: try reader.matrix(prefix + "down", channels: c, depth: f)))
    }
    let rows = try reader.section("embedding")
    // SAFETY: the reader has checked that the section holds V rows of padded C bytes and V scales behind them.
    embedding = (
      rows.assumingMemoryBound(to: Int8.self),
      (rows + configuration.vocabularySize * c).assumingMemoryBound(to: Float.self)
    )
    head = try reader.floats("head")
    norm = try reader.floats("norm")
    tokenizerBytes = try reader.tokenizer()
    self.layers = layers
    self.configuration = configuration
    metadata = reader.header.metadata
    checksum = reader.checksum
    self.bytes = bytes
    self.owner = owner
  }

  /// The bytes of the SentencePiece model, copied.
  public var tokenizerModel: [UInt8] { Array(tokenizerBytes) }

  /// The length of the whole bundle.
  public var byteCount: Int { bytes.count }

  /// Reads the whole bundle and throws `.checksumMismatch` if a byte after the prefix has changed.
  public func verifyChecksum() throws(ModelError) {
    let found = XXH64.hash(UnsafeRawBufferPointer(rebasing: bytes[BundleLayout.prefixByteCount...]))
    guard found == checksum else { throw .checksumMismatch(expected: checksum, found: found) }
  }
}

/// A copy of bytes at a multiple of 64, for the life of this object.
private final class AlignedBytes: Sendable {
  // SAFETY: allocated and filled by init, freed by deinit, never written in between.
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  init(_ source: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(
      byteCount: source.count, alignment: BundleLayout.alignment)
    copy.copyBytes(from: source)
    bytes = UnsafeRawBufferPointer(copy)
  }

  deinit { bytes.deallocate() }
}
