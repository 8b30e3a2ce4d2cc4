import Models

extension Decoder {
  /// Adds the gradients of the batch that `forward` ran last, given ∂L/∂hidden in `activations.dhidden`.
  ///
  /// `dropout` is the one that `forward` was given.
  func backward(_ batch: PackedBatch, dropout: Dropout?) {
    let a = activations, c = configuration, total = batch.tokens
    let channels = c.hiddenSize, width = c.intermediateSize, shape = shape
    let queries = shape.heads * shape.width

    a.dresidual.zero()
    normBackward(
      total, a.output, gainAt: layout.finalNorm, scale: a.outputScale, dy: a.dhidden, dx: a.dresidual)
    for (index, layer) in a.layers.enumerated().reversed() {
      let at = layout.layers[index]

      // Feed-forward: dgated = dbranch · Wd, then through SwiGLU, then dnormalized = dgateUp · Wgu.
      let dfeed = branchGradient(total, dropout, .feedForward(layer: index))
      weightGradient(total, dy: dfeed, out: channels, x: layer.gated, columns: width, at: at.down)
      inputGradient(total, dy: dfeed, out: channels, weightAt: at.down, columns: width, into: a.dgated)
      kernels.swigluBackward(rows: total, width: width, layer.gateUp, dact: a.dgated, into: a.dgateUp)
      weightGradient(
        total, dy: a.dgateUp, out: 2 * width, x: layer.middleNormalized, columns: channels, at: at.gateUp)
      inputGradient(
        total, dy: a.dgateUp, out: 2 * width, weightAt: at.gateUp, columns: channels, into: a.dnormalized)
      normBackward(
        total, layer.middle, gainAt: at.postNorm, scale: layer.middleScale, dy: a.dnormalized,
        dx: a.dresidual)

      // Attention: dattended = dbranch · Wo, then through softmax and rotation, then dnormalized = dqkv · Wqkv.
      let dattention = branchGradient(total, dropout, .attention(layer: index))
      weightGradient(total, dy: dattention, out: channels, x: layer.attended, columns: queries, at: at.output)
      inputGradient(
        total, dy: dattention, out: channels, weightAt: at.output, columns: queries, into: a.dattended)
      kernels.attentionBackward(
        shape, sequences: batch.sequences, qkv: layer.qkv, logSum: layer.logSum, dout: a.dattended,
        into: a.dqkv)
      rotate(batch, a.dqkv, backward: true)
      weightGradient(
        total, dy: a.dqkv, out: shape.row, x: layer.inputNormalized, columns: channels, at: at.qkv)
      inputGradient(
        total, dy: a.dqkv, out: shape.row, weightAt: at.qkv, columns: channels, into: a.dnormalized)
      normBackward(
        total, layer.input, gainAt: at.inputNorm, scale: layer.inputScale, dy: a.dnormalized, dx: a.dresidual)
    }
    embeddingGradient(batch, dropout)
  }

  /// dW (out, columns) += dyᵀ (out, T) · x (T, columns)
  private func weightGradient(
    _ total: Int, dy: FloatBuffer, out: Int, x: FloatBuffer, columns: Int, at offset: Int
  ) {
    kernels.multiply(
      m: out, n: columns, k: total, MatrixView(dy.base, row: out).transposed,
      MatrixView(x.base, row: columns), into: gradient(offset, columns: columns), accumulating: true)
  }

  /// dx (T, columns) = dy (T, out) · W (out, columns)
  private func inputGradient(
    _ total: Int, dy: FloatBuffer, out: Int, weightAt offset: Int, columns: Int, into dx: FloatBuffer
  ) {
    kernels.multiply(
      m: total, n: columns, k: out, MatrixView(dy.base, row: out), weight(offset, columns: columns),
      into: MatrixView(dx.base, row: columns))
  }

  private func normBackward(
    _ total: Int, _ x: FloatBuffer, gainAt offset: Int, scale: FloatBuffer, dy: FloatBuffer, dx: FloatBuffer
  ) {
    kernels.normalizeBackward(
      rows: total, channels: configuration.hiddenSize, x, gain: parameters.base + offset, rstd: scale, dy: dy,
      dx: dx, dgain: gradients.base + offset)
  }

  /// The residual stream's gradient as the branch at `place` sees it.
  private func branchGradient(_ total: Int, _ dropout: Dropout?, _ place: Dropout.Place) -> FloatBuffer {
    let a = activations
    guard let dropout else { return a.dresidual }
    kernels.dropout(
      rows: total, channels: configuration.hiddenSize, key: dropout.key(place), threshold: dropout.threshold,
      a.dresidual, into: a.dbranch, accumulating: false)
    return a.dbranch
  }

  /// dE[ids] += dropout(dresidual). Items are channels, so each sum runs over tokens in order.
  private func embeddingGradient(_ batch: PackedBatch, _ dropout: Dropout?) {
    let dx = branchGradient(batch.tokens, dropout, .embedding), channels = configuration.hiddenSize
    batch.ids.withUnsafeBufferPointer { ids in
      kernels.rows(channels, by: 64) { first, count, _ in
        for (row, id) in ids.enumerated() {
          let from = dx.base + row * channels + first
          let to = gradients.base + layout.embedding + Int(id) * channels + first
          // SAFETY: an item owns its channels; ids are below the vocabulary.
          for channel in 0..<count { to[channel] += from[channel] }
        }
      }
    }
  }
}
