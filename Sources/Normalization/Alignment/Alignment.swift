import Synchronization

/// The way from a text back to the user's bytes: what the last stage did, and the way of the text before it.
///
/// It is worked out when it is first asked for, and then kept in place of what it was made from.
final class Alignment: Sendable {
  /// What the last stage did.
  enum Edits: Sendable {
    /// It noted its stretches.
    case runs([SourceMap.Run])
    /// It can be done again over the text that it read.
    case replay(AlignedText, @Sendable (inout AlignedTextBuilder) -> Void)
  }

  private enum State: Sendable {
    case pending(base: Alignment?, Edits)
    case known(SourceMap)
  }

  /// How many bytes the text has.
  private let count: Int
  /// How many bytes the user's own text has.
  let sourceCount: Int
  private let state: Mutex<State>

  init(over base: AlignedText, count: Int, edits: Edits) {
    self.count = count
    sourceCount = base.sourceCount
    state = Mutex(.pending(base: base.alignment, edits))
  }

  /// The map to the user's bytes.
  var map: SourceMap {
    state.withLock { state in
      switch state {
      case .known(let map): return map
      case .pending(let base, let edits):
        let last = SourceMap(runs: runs(of: edits), count: count)
        let map = base?.map.followed(by: last) ?? last
        state = .known(map)
        return map
      }
    }
  }

  private func runs(of edits: Edits) -> [SourceMap.Run] {
    switch edits {
    case .runs(let runs): return runs
    case .replay(let base, let replay):
      var builder = AlignedTextBuilder(over: base)
      replay(&builder)
      precondition(
        builder.position == base.utf8.count && builder.count == count, "a stage does again what it did")
      return builder.runs
    }
  }
}
