import ArgumentParser
import Curation
import FoundationEssentials

/// The language option, and the edge at which errors become sentences.
struct LanguageOption: ParsableArguments {
  @Option(help: "The language of the output: ko or en; by default that of the environment.")
  var lang: Language?

  /// The language to speak.
  var language: Language { lang ?? .preferred(in: ProcessInfo.processInfo.environment) }

  /// Runs `body` and turns its failure into a sentence on the standard error and the exit status.
  func reportingFailure(_ body: () throws -> Void) throws {
    OutputFile.reportClosedPipes()
    do {
      try body()
    } catch {
      guard let failure = CommandFailure(error) else { throw error }
      OutputFile.standardError.writeLine("haechi: " + failure.message.text(in: language))
      throw ExitCode(failure.status.rawValue)
    }
  }
}

/// The options that every verb over a guardian takes.
struct SharedOptions: ParsableArguments {
  @Option(help: "A model bundle to use instead of the one inside.", completion: .file())
  var model: String?

  @OptionGroup var spoken: LanguageOption

  /// The language to speak.
  var language: Language { spoken.language }

  /// Runs `body` and turns its failure into a sentence on the standard error and the exit status.
  func reportingFailure(_ body: () throws -> Void) throws { try spoken.reportingFailure(body) }
}

extension CommandFailure {
  /// The failure that `error` means; `nil` for an error of someone else.
  init?(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let input as InputError: self = input.failure
    case OutputError.failed(let code):
      self.init(status: .output, message: .outputFailed(reason: systemReason(code)))
    case let error as CurationError:
      let fault = CorpusFault.curation(error)
      self.init(status: fault.status, message: .corpus(fault))
    default:
      guard let fault = WorkshopFault(error) else { return nil }
      self.init(status: fault.status, message: .workshop(fault))
    }
  }
}
