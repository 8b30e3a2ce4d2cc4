import Dispatch

/// Runs the same work on several threads at once, each with a number of its own.
///
/// The law its callers keep: no two slots write the same memory and none reads what another writes, so the
/// number of threads cannot be seen in the result.
enum ParallelSlots {
  /// Calls `body` with each number below `slots`.
  static func run(_ slots: Int, _ body: (Int) -> Void) {
    guard slots > 1 else {
      body(0)
      return
    }
    withoutActuallyEscaping(body) { body in
      let shared = Shared(body: body)
      DispatchQueue.concurrentPerform(iterations: slots) { shared.body($0) }
    }
  }

  // SAFETY: the closure is called from several threads at once; that its slots touch disjoint memory is the
  // law above, and it does not outlive `concurrentPerform`, which waits.
  private struct Shared: @unchecked Sendable {
    let body: (Int) -> Void
  }
}
