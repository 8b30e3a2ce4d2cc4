import CKernels
import Models

/// The decoder that is deployed: int8 weights, rows quantized as they come, f32 between products.
///
/// The forward pass allocates nothing but the logits it returns. The decoder is immutable and shared freely;
/// each task brings a `Workspace` of its own.
public struct Int8Decoder: Sendable {
  private let bundle: ModelBundle
  private let shape: DecoderShape
  private let rotary: RotaryTable
  private let isa: hk_isa

  /// A decoder over `bundle` with the best instruction set of this machine.
  public init(bundle: ModelBundle) {
    self.init(bundle: bundle, isa: hk_isa_chosen())
  }

  /// A decoder with a chosen instruction set, which the machine must have.
  package init(bundle: ModelBundle, isa: hk_isa) {
    self.bundle = bundle
    self.isa = isa
    shape = DecoderShape(bundle.configuration)
    rotary = RotaryTable(
      positions: shape.positions, headDimension: bundle.configuration.headDimension,
      theta: bundle.configuration.ropeTheta)
  }

  /// The longest input in tokens.
  public var maximumTokens: Int { shape.positions }

  /// Scratch memory for this decoder.
  public func makeWorkspace() -> Workspace {
    Workspace(shape, headRows: bundle.metadata.readoutIDs.count)
  }

  /// The logits of `metadata.readoutIDs` at the last of `ids`, whose keys and values stay in the cache.
  ///
  /// `ids` are 1...`maximumTokens` ids of the vocabulary. Equal ids give equal bits whatever the workspace held.
  public func readout(ids: [Int32], workspace: Workspace) -> [Float] {
    let count = ids.count
    precondition(1...workspace.capacity ~= count && workspace.shape == shape)
    for (position, id) in ids.enumerated() {
      place(id, at: position, row: position, length: position + 1, workspace)
    }
    workspace.cachedCount = count
    let pass = makePass(workspace)
    pass.kernels.embed(count, bundle)
    // Of the last block only the last row is read.
    for layer in 0..<shape.layers - 1 { pass.block(layer, count, readFrom: 0) }
    pass.block(shape.layers - 1, count, readFrom: count - 1)
    pass.kernels.norm(1, from: count - 1, gain: bundle.norm)
    return pass.kernels.readHead(row: 0, bundle)
  }

  /// For each end e the logits as if `token` had come right after the first e ids of the last `readout`.
  ///
  /// All branches pass together over the cache, which stays as it was. An end below `cachedCount` gives the bits of
  /// that shorter readout; the last id's own row was refined, so an end behind it is as good within rounding. `ends` lie in 0...`cachedCount` and below
  /// `maximumTokens`.
  public func branchReadouts(ends: [Int], token: Int32, workspace: Workspace) -> [[Float]] {
    precondition(ends.allSatisfy { 0...workspace.cachedCount ~= $0 && $0 < workspace.capacity })
    precondition(workspace.shape == shape)
    var result: [[Float]] = []
    result.reserveCapacity(ends.count)
    for start in stride(from: 0, to: ends.count, by: workspace.capacity) {
      let part = ends[start..<min(start + workspace.capacity, ends.count)]
      for (row, end) in part.enumerated() { place(token, at: end, row: row, length: end, workspace) }
      let pass = makePass(workspace)
      pass.kernels.embed(part.count, bundle)
      for layer in 0..<shape.layers { pass.branchBlock(layer, part.count) }
      pass.kernels.norm(part.count, gain: bundle.norm)
      for row in 0..<part.count { result.append(pass.kernels.readHead(row: row, bundle)) }
    }
    return result
  }

  private func makePass(_ workspace: Workspace) -> DecoderPass {
    DecoderPass(bundle: bundle, rotary: rotary, kernels: Int8Kernels(isa: isa, workspace: workspace))
  }

  private func place(_ id: Int32, at position: Int, row: Int, length: Int, _ workspace: Workspace) {
    precondition(0..<bundle.configuration.vocabularySize ~= Int(id))
    workspace.ids[row] = id
    workspace.positions[row] = Int32(position)
    workspace.lengths[row] = Int32(length)
  }
}
