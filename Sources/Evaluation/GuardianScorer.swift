public import Haechi
import Dispatch
import Synchronization

/// The guardian as it ships, as a scorer: int8, windows, temperature and all.
public struct GuardianScorer: QueryScorer, Sendable {
  private let guardian: Guardian
  private let threads: Int

  /// A scorer over `guardian` that asks from so many threads at once; the scores do not depend on it.
  public init(_ guardian: Guardian, threads: Int = 1) {
    precondition(threads > 0)
    self.guardian = guardian
    self.threads = threads
  }

  /// The scores of texts, in their order.
  public func scores(for texts: [String]) -> [QueryScore] {
    inParallel(texts, threads: threads) { text in
      let verdict = guardian.verdict(for: text, policy: Policy(evidence: .none))
      return QueryScore(label: verdict.probability, categories: verdict.categories.map(\.probability))
    }
  }
}

/// The results of `body` for each of `texts`, in their order, from at most `threads` threads at once.
func inParallel(
  _ texts: [String], threads: Int, _ body: @Sendable (String) -> QueryScore
) -> [QueryScore] {
  let chunk = 64
  let results = Mutex<[Int: [QueryScore]]>([:])
  let next = Atomic<Int>(0)
  DispatchQueue.concurrentPerform(iterations: min(threads, max(1, texts.count / chunk))) { _ in
    while true {
      let start = next.wrappingAdd(chunk, ordering: .relaxed).oldValue
      guard start < texts.count else { return }
      let scores = texts[start..<min(start + chunk, texts.count)].map(body)
      results.withLock { $0[start] = scores }
    }
  }
  return results.withLock { parts in parts.keys.sorted().flatMap { parts[$0] ?? [] } }
}
