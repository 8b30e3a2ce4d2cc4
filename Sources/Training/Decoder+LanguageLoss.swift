import Models

/// Room for the logits of some rows of the full head.
///
/// A batch of 4096 tokens by 8192 pieces would need 128 MiB; a chunk needs an eighth of that and is as fast.
final class LanguageWorkspace {
  /// Rows that are computed at once.
  let rows: Int
  /// Floats from one row of logits to the next; 16 more than V, as a power of two would send the rows of a
  /// tile to the same cache set.
  let stride: Int
  /// `[rows, stride]`
  let logits: FloatBuffer
  /// `[rows, C]`
  let states: FloatBuffer
  /// `[rows, C]`
  let dstates: FloatBuffer

  init(_ configuration: LlamaConfiguration, rows: Int) {
    self.rows = rows
    stride = configuration.vocabularySize + 16
    logits = FloatBuffer(count: rows * stride)
    states = FloatBuffer(count: rows * configuration.hiddenSize)
    dstates = FloatBuffer(count: rows * configuration.hiddenSize)
  }
}

extension Decoder {
  /// The language part of `Losses`; where `learning`, λ times its gradients are added.
  func languageLoss(
    _ batch: PackedBatch, workspace: LanguageWorkspace, weight lambda: Float, learning: Bool
  ) -> Float {
    let divisor = batch.languageWeights.reduce(0, +)
    guard divisor > 0 else { return 0 }
    let weights = batch.languageWeights.map { lambda * $0 / divisor }
    var losses = [Float](repeating: 0, count: weights.count)
    for start in stride(from: 0, to: weights.count, by: workspace.rows) {
      let rows = start..<min(start + workspace.rows, weights.count)
      head(batch, rows, workspace)
      batch.languageTargets.withUnsafeBufferPointer { targets in
        weights.withUnsafeBufferPointer { weights in
          losses.withUnsafeMutableBufferPointer { losses in
            guard let targets = targets.baseAddress, let weights = weights.baseAddress,
              let losses = losses.baseAddress
            else { return }
            kernels.crossEntropy(
              rows: rows.count, classes: configuration.vocabularySize, stride: workspace.stride,
              logits: workspace.logits, targets: targets + start, weights: weights + start,
              into: losses + start)
          }
        }
      }
      if learning { headBackward(batch, rows, workspace) }
    }
    let sum = zip(losses, batch.languageWeights).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    return Float(sum / Double(divisor))
  }

  /// logits (rows, V) = hidden[languageRows] (rows, C) · Eᵀ
  private func head(_ batch: PackedBatch, _ rows: Range<Int>, _ workspace: LanguageWorkspace) {
    let channels = configuration.hiddenSize
    for (index, row) in rows.enumerated() {
      // SAFETY: a chunk has at most `workspace.rows` rows, and language rows are rows of the batch.
      (workspace.states.base + index * channels).update(
        from: activations.hidden.base + batch.languageRows[row] * channels, count: channels)
    }
    kernels.multiply(
      m: rows.count, n: configuration.vocabularySize, k: channels,
      MatrixView(workspace.states.base, row: channels), weight(layout.head, columns: channels).transposed,
      into: MatrixView(workspace.logits.base, row: workspace.stride))
  }

  /// dE (V, C) += dlogitsᵀ · states; dhidden[languageRows] += dlogits · E
  private func headBackward(_ batch: PackedBatch, _ rows: Range<Int>, _ workspace: LanguageWorkspace) {
    let channels = configuration.hiddenSize, vocabulary = configuration.vocabularySize
    let dlogits = MatrixView(workspace.logits.base, row: workspace.stride)
    kernels.multiply(
      m: vocabulary, n: channels, k: rows.count, dlogits.transposed,
      MatrixView(workspace.states.base, row: channels), into: gradient(layout.head, columns: channels),
      accumulating: true)
    kernels.multiply(
      m: rows.count, n: channels, k: vocabulary, dlogits, weight(layout.head, columns: channels),
      into: MatrixView(workspace.dstates.base, row: channels))
    for (index, row) in rows.enumerated() {
      let from = workspace.dstates.base + index * channels
      let to = activations.dhidden.base + batch.languageRows[row] * channels
      // SAFETY: as above; each language row occurs once.
      for channel in 0..<channels { to[channel] += from[channel] }
    }
  }
}
