import Inference
import Synchronization

/// Scratch memory for as many callers as there are at once, kept for the next ones.
final class WorkspacePool: Sendable {
  /// A workspace on its way between the pool and the one caller that uses it.
  ///
  // SAFETY: a workspace is either in `idle` or with the single caller that took it out under the lock, so two
  // threads never touch it together.
  private struct Slot: @unchecked Sendable {
    let workspace: Workspace
  }

  private let idle = Mutex<[Slot]>([])
  private let decoder: Int8Decoder

  /// A pool of workspaces for `decoder`, empty at first.
  init(decoder: Int8Decoder) { self.decoder = decoder }

  /// What `body` makes with a workspace that no one else uses meanwhile.
  func withWorkspace<Result>(_ body: (Workspace) -> Result) -> Result {
    let slot = idle.withLock { $0.popLast() } ?? Slot(workspace: decoder.makeWorkspace())
    defer { idle.withLock { $0.append(slot) } }
    return body(slot.workspace)
  }
}
