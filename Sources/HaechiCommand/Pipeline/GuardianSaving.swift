import FoundationEssentials
import Models

/// Writes what a run has made, and says in words why it cannot.
///
/// `ModelError` has one case for files that cannot be read and files that cannot be written; only the caller knows.
enum GuardianSaving {
  /// Writes `checkpoint` as a Hugging Face folder.
  static func write(_ checkpoint: Checkpoint, folder: URL) throws(CommandFailure) {
    try reporting { () throws(ModelError) in try checkpoint.write(to: folder) }
  }

  /// Writes `checkpoint` as an int8 bundle.
  static func write(_ checkpoint: Checkpoint, bundle: URL) throws(CommandFailure) {
    try reporting { () throws(ModelError) in try BundleWriter.write(checkpoint, to: bundle) }
  }

  private static func reporting(_ body: () throws(ModelError) -> Void) throws(CommandFailure) {
    do throws(ModelError) {
      try body()
    } catch {
      if case .inaccessibleFile(let path, let code) = error {
        throw CommandFailure(
          status: .output, message: .fileUnwritable(path: path, reason: systemReason(code)))
      }
      let fault = WorkshopFault.model(error)
      throw CommandFailure(status: fault.status, message: .workshop(fault))
    }
  }
}
