/// Which examples make up each batch of an epoch: a pure function of lengths, budget, seed and epoch.
///
/// Examples are shuffled (Fisher and Yates) and laid into batches in that order; a batch closes when the next
/// example would exceed the budget. Sequences are packed without padding, so sorting by length would save
/// nothing and would make batches of one kind of text; the order is left random.
public struct BatchPlan: Sendable, Equatable {
  /// The indices of each batch's examples; each index occurs once.
  public let batches: [[Int]]

  /// A plan for examples of `lengths` tokens. An example longer than `tokenBudget` stands alone; no lengths
  /// give no batches.
  public init(lengths: [Int], tokenBudget: Int, seed: UInt64, epoch: Int) {
    precondition(tokenBudget > 0 && epoch >= 0)
    var order = Array(lengths.indices)
    var random = CounterRandom(seed, 0xba7c, UInt64(epoch))
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, random.below(last + 1))
    }
    var batches: [[Int]] = [], batch: [Int] = [], tokens = 0
    for index in order {
      if !batch.isEmpty && tokens + lengths[index] > tokenBudget {
        batches.append(batch)
        (batch, tokens) = ([], 0)
      }
      batch.append(index)
      tokens += lengths[index]
    }
    if !batch.isEmpty { batches.append(batch) }
    self.batches = batches
  }
}
