import Dispatch
import Synchronization

/// A loop whose items are taken by a fixed number of threads, whoever is free first.
///
/// The law its callers keep: items write disjoint memory and no item reads what another writes, so which
/// thread takes which item, and how many threads there are, cannot be seen in the result.
struct ParallelFor {
  let threads: Int

  /// Calls `body(item, slot)` once for each item below `items`. No two calls that run at once share a slot,
  /// and slots are below `threads`: a slot is the place for scratch memory.
  func callAsFunction(_ items: Int, _ body: (_ item: Int, _ slot: Int) -> Void) {
    guard threads > 1, items > 1 else {
      for item in 0..<items { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let shared = Shared(body: body), next = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: min(threads, items)) { slot in
        while true {
          let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard item < items else { return }
          shared.body(item, slot)
        }
      }
    }
  }

  // SAFETY: the closure is called from several threads at once; that its items touch disjoint memory is the
  // law above, and it does not outlive `concurrentPerform`, which waits.
  private struct Shared: @unchecked Sendable {
    let body: (Int, Int) -> Void
  }
}
