import Models

extension Decoder {
  /// The logits of `rows` of the head at the last position of each sequence.
  func readouts(_ batch: PackedBatch, rows: [Int32]) -> [Readout] {
    let channels = configuration.hiddenSize
    return batch.sequences.map { sequence in
      let state = activations.hidden.base + (sequence.upperBound - 1) * channels
      return Readout(
        logits: rows.map { row in
          let weights = parameters.base + layout.head + Int(row) * channels
          var sum: Float = 0
          // SAFETY: a head row and a hidden state are `channels` long.
          for channel in 0..<channels { sum += weights[channel] * state[channel] }
          return sum
        })
    }
  }

  /// The label and category parts of `Losses`, and their gradients where `learning`.
  func readoutLoss(
    _ examples: [TrainingExample], _ readouts: [Readout], _ batch: PackedBatch, rows: [Int32],
    categoryWeight: Float, learning: Bool
  ) -> (label: Float, category: Float) {
    let divisor = examples.reduce(Float(0)) { $0 + ($1.hasReadout ? $1.weight : 0) }
    guard divisor > 0 else { return (0, 0) }
    var label: Float = 0, category: Float = 0
    for (index, example) in examples.enumerated() where example.hasReadout {
      let logits = readouts[index].logits, share = example.weight / divisor
      var dlogits = [Float](repeating: 0, count: logits.count)
      if let target = example.label {
        // CE of two classes is the binary one of their difference: softplus(z) - target · z.
        let margin = logits[1] - logits[0]
        label += share * (softplus(margin) - target * margin)
        dlogits[1] = share * (sigmoid(margin) - target)
        dlogits[0] = -dlogits[1]
      }
      let part = share / Float(max(logits.count - 2, 1))
      for (position, target) in example.categories.enumerated() {
        guard let target else { continue }
        let logit = logits[2 + position]
        category += part * (softplus(logit) - target * logit)
        dlogits[2 + position] = categoryWeight * part * (sigmoid(logit) - target)
      }
      if learning { readoutBackward(dlogits, rows: rows, token: batch.sequences[index].upperBound - 1) }
    }
    return (label, category)
  }

  /// dhidden[token] += dlogitsᵀ · head, dhead += dlogits · hidden[token]ᵀ; masked rows are left alone.
  private func readoutBackward(_ dlogits: [Float], rows: [Int32], token: Int) {
    let channels = configuration.hiddenSize
    let state = activations.hidden.base + token * channels
    let dstate = activations.dhidden.base + token * channels
    for (row, dlogit) in zip(rows, dlogits) where dlogit != 0 {
      let weights = parameters.base + layout.head + Int(row) * channels
      let dweights = gradients.base + layout.head + Int(row) * channels
      // SAFETY: a head row and a hidden state are `channels` long.
      for channel in 0..<channels {
        dstate[channel] += dlogit * weights[channel]
        dweights[channel] += dlogit * state[channel]
      }
    }
  }
}
