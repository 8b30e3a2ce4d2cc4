/// Everything the command line says in a sentence: what is wrong, where, and what to do about it.
///
/// The sentences stand in `Message+English.swift` and `Message+Korean.swift`, and nowhere else.
enum Message: Equatable, Sendable {
  // Wrong usage
  case textAndInput
  case unknownCategory(name: String, valid: [String])
  case notAProbability(option: String, value: String)
  case notACategoryThreshold(value: String)
  case notAThreadCount(value: Int)
  case notAnIterationCount(value: Int)
  case fieldNeedsJSON
  case columnNeedsTable
  case columnUnknown(name: String, valid: [String])
  case columnNotGiven(valid: [String])

  // Input, model, output
  case fileMissing(path: String)
  case fileIsDirectory(path: String)
  case fileForbidden(path: String)
  case fileUnreadable(path: String, reason: String)
  case modelInvalid(path: String, fault: WorkshopFault)
  case modelAbsent
  case modelDefaultInvalid(fault: WorkshopFault)
  case outputFailed(reason: String)

  // Bad rows
  case rowNotUTF8(offset: Int)
  case rowNotJSON(offset: Int)
  case rowNotAnObject
  case rowWithoutField(name: String)
  case rowFieldNotText(name: String)
  case rowWithoutColumn(number: Int, found: Int)
  case rowUnterminatedQuote
  case rowTooLong(limit: Int)
  case stoppedAtBadRow(line: Int)

  // The course of a run
  case badRow(line: Int, problem: String)
  case readingFromTerminal
  case progress(rows: Int, perSecond: Int, errors: Int)
  case summary(rows: Int, unsafe: Int, errors: Int, seconds: Double, perSecond: Int)
  case label(unsafe: Bool)
  case risk(percent: String)
  case truncatedAt(bytes: Int)
  case benchColdStartFailed(reason: String)

  // The workshop
  case notAResampleCount(value: Int)
  case fileUnwritable(path: String, reason: String)
  case workshop(WorkshopFault)
  case spm(SpmFault)
  case spmTrain(SpmTrainFault)
  case corpus(CorpusFault)
}

extension Message {
  /// The sentence in `language`.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }
}

/// An end of the run that is not success: what to say, and the exit status.
struct CommandFailure: Error, Equatable {
  /// Exit statuses; those from 64 on are those of BSD's sysexits.h.
  enum Status: Int32, Sendable {
    /// A text was unsafe and `--fail-on unsafe` was given.
    case unsafeFound = 3
    /// Wrong usage.
    case usage = 64
    /// The data is not what it must be: a bad row under `--strict`, a bundle that is none.
    case data = 65
    /// An input cannot be opened or read.
    case noInput = 66
    /// The program itself is wrong: it has no model inside, or one room gave another what it does not take.
    case software = 70
    /// Writing the output failed.
    case output = 74
    /// A part of the work is done and kept; another run goes on with it.
    case partial = 75
  }

  let status: Status
  let message: Message
}
