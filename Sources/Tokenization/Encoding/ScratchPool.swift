import Synchronization

/// Scratch memory for calls that bring none: as many as calls have run at once, kept for the next ones.
final class ScratchPool: Sendable {
  /// Holds a scratch while no call uses it.
  // SAFETY: a holder is in the list or with one call, never both.
  private final class Holder: @unchecked Sendable {
    var scratch: EncodingScratch

    init(_ scratch: consuming EncodingScratch) { self.scratch = scratch }
  }

  /// More than these are not kept.
  private static let limit = 64

  private let free = Mutex<[Holder]>([])

  /// Runs `body` with scratch memory that no other call uses meanwhile.
  func withScratch<Result>(
    for tables: EncodingTables, _ body: (inout EncodingScratch) -> Result
  ) -> Result {
    let holder = take() ?? Holder(EncodingScratch(for: tables))
    defer { give(holder) }
    return body(&holder.scratch)
  }

  private func take() -> Holder? { free.withLock { $0.popLast() } }

  private func give(_ holder: Holder) {
    free.withLock { if $0.count < Self.limit { $0.append(holder) } }
  }
}
