import Testing

@testable import Training

struct BatchPlanTests {
  static let lengths = (0..<200).map { 3 + ($0 * 37) % 50 }

  @Test("Every example occurs once, and no batch of several exceeds the budget", arguments: [1, 60, 500])
  func partition(budget: Int) {
    let plan = BatchPlan(lengths: Self.lengths, tokenBudget: budget, seed: 1, epoch: 0)
    #expect(plan.batches.flatMap(\.self).sorted() == Array(Self.lengths.indices))
    for batch in plan.batches {
      #expect(batch.count == 1 || batch.reduce(0) { $0 + Self.lengths[$1] } <= budget)
    }
  }

  @Test("The plan is a function of seed and epoch, and differs between them")
  func determinism() {
    func plan(_ seed: UInt64, _ epoch: Int) -> BatchPlan {
      BatchPlan(lengths: Self.lengths, tokenBudget: 100, seed: seed, epoch: epoch)
    }
    #expect(plan(1, 0) == plan(1, 0))
    #expect(plan(1, 0) != plan(1, 1))
    #expect(plan(1, 0) != plan(2, 0))
  }

  @Test("The first batches of seed 1 stay what they are, so that old runs can be repeated")
  func frozen() {
    let plan = BatchPlan(lengths: [5, 4, 3, 2, 1], tokenBudget: 6, seed: 1, epoch: 0)
    #expect(plan.batches == [[2], [0], [3, 1], [4]])
  }

  @Test("No examples make no batches")
  func empty() {
    #expect(BatchPlan(lengths: [], tokenBudget: 10, seed: 1, epoch: 0).batches.isEmpty)
  }
}
