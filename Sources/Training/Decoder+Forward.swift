import Models

extension Decoder {
  /// Runs the batch and leaves the normalized hidden states `[T, C]` in `activations.hidden`.
  func forward(_ batch: PackedBatch, dropout: Dropout?) {
    reserve(tokens: batch.tokens)
    let a = activations, c = configuration, total = batch.tokens
    let channels = c.hiddenSize, width = c.intermediateSize, shape = shape
    let queries = shape.heads * shape.width
    let epsilon = Float(c.rmsNormEpsilon)

    embed(batch, dropout, into: a.layers.first?.input ?? a.output)
    for (index, layer) in a.layers.enumerated() {
      let at = layout.layers[index]
      let next = index + 1 < c.layers ? a.layers[index + 1].input : a.output

      // middle (T, C) = input + dropout(attention(rope(norm(input) · Wqkvᵀ)) · Woᵀ)
      kernels.normalize(
        rows: total, channels: channels, epsilon: epsilon, layer.input, gain: parameters.base + at.inputNorm,
        into: layer.inputNormalized, rstd: layer.inputScale)
      kernels.multiply(
        m: total, n: shape.row, k: channels, MatrixView(layer.inputNormalized.base, row: channels),
        weight(at.qkv, columns: channels).transposed, into: MatrixView(layer.qkv.base, row: shape.row))
      rotate(batch, layer.qkv, backward: false)
      kernels.attention(
        shape, sequences: batch.sequences, qkv: layer.qkv, into: layer.attended, logSum: layer.logSum)
      project(
        rows: total, layer.attended, width: queries, weightAt: at.output, dropout, .attention(layer: index),
        residual: layer.input, into: layer.middle)

      // next (T, C) = middle + dropout(swiglu(norm(middle) · Wguᵀ) · Wdᵀ)
      kernels.normalize(
        rows: total, channels: channels, epsilon: epsilon, layer.middle, gain: parameters.base + at.postNorm,
        into: layer.middleNormalized, rstd: layer.middleScale)
      kernels.multiply(
        m: total, n: 2 * width, k: channels, MatrixView(layer.middleNormalized.base, row: channels),
        weight(at.gateUp, columns: channels).transposed, into: MatrixView(layer.gateUp.base, row: 2 * width))
      kernels.swiglu(rows: total, width: width, layer.gateUp, into: layer.gated)
      project(
        rows: total, layer.gated, width: width, weightAt: at.down, dropout, .feedForward(layer: index),
        residual: layer.middle, into: next)
    }
    kernels.normalize(
      rows: total, channels: channels, epsilon: epsilon, a.output, gain: parameters.base + layout.finalNorm,
      into: a.hidden, rstd: a.outputScale)
  }

  /// x (T, C) = dropout(E[ids])
  private func embed(_ batch: PackedBatch, _ dropout: Dropout?, into x: FloatBuffer) {
    let channels = configuration.hiddenSize
    kernels.rows(batch.tokens) { first, count, _ in
      for row in first..<first + count {
        // SAFETY: ids are below the vocabulary and rows below the capacity, as `PackedBatch` checked.
        (x.base + row * channels).update(
          from: parameters.base + layout.embedding + Int(batch.ids[row]) * channels, count: channels)
      }
    }
    guard let dropout else { return }
    kernels.dropout(
      rows: batch.tokens, channels: channels, key: dropout.key(.embedding), threshold: dropout.threshold, x,
      into: x, accumulating: false)
  }

  /// out (T, C) = residual + dropout(x · Wᵀ), x (T, width), W (C, width).
  private func project(
    rows total: Int, _ x: FloatBuffer, width: Int, weightAt offset: Int, _ dropout: Dropout?,
    _ place: Dropout.Place, residual: FloatBuffer, into out: FloatBuffer
  ) {
    let channels = configuration.hiddenSize
    kernels.rows(total) { first, count, _ in
      // SAFETY: items own disjoint rows of buffers that hold `total` rows.
      (out.base + first * channels).update(from: residual.base + first * channels, count: count * channels)
    }
    let branch = dropout == nil ? out : activations.dbranch
    kernels.multiply(
      m: total, n: channels, k: width, MatrixView(x.base, row: width),
      weight(offset, columns: width).transposed, into: MatrixView(branch.base, row: channels),
      accumulating: dropout == nil)
    guard let dropout else { return }
    kernels.dropout(
      rows: total, channels: channels, key: dropout.key(place), threshold: dropout.threshold, branch,
      into: out, accumulating: true)
  }

  /// Turns queries and keys, which lie side by side, by their positions.
  func rotate(_ batch: PackedBatch, _ qkv: FloatBuffer, backward: Bool) {
    let shape = shape
    batch.positions.withUnsafeBufferPointer { positions in
      guard let positions = positions.baseAddress else { return }
      kernels.rotate(
        rows: batch.tokens, heads: shape.heads + shape.keyHeads, width: shape.width, stride: shape.row,
        positions: positions, table: table, backward: backward, qkv)
    }
  }
}
