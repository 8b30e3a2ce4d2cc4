import FoundationEssentials
import Haechi

/// Makes the guardian that a run asks for, and says in words why it cannot.
enum GuardianLoading {
  /// The guardian over the bundle at `path`; without a path, the one inside this build.
  static func guardian(path: String?) throws(CommandFailure) -> Guardian {
    guard let path else { return try embedded() }
    // Opened here first: a path that leads to no readable file is told apart from a file that is no bundle.
    do { _ = try InputFile(path: path) } catch { throw error.failure }
    do throws(GuardianError) {
      return try Guardian(contentsOf: URL(filePath: path))
    } catch {
      throw CommandFailure(
        status: .data, message: .modelInvalid(path: path, fault: WorkshopFault(guardian: error)))
    }
  }

  private static func embedded() throws(CommandFailure) -> Guardian {
    do throws(GuardianError) {
      return try Guardian()
    } catch {
      if case .model(.noDefaultModel) = error {
        throw CommandFailure(status: .software, message: .modelAbsent)
      }
      throw CommandFailure(
        status: .software, message: .modelDefaultInvalid(fault: WorkshopFault(guardian: error)))
    }
  }
}
