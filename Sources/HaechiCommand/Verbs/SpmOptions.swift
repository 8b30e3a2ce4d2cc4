import ArgumentParser

/// What every verb over lines and a model takes. Names with underscores are those of SentencePiece's commands.
struct SpmOptions: ParsableArguments {
  @Option(help: "The model: a SentencePiece .model file.", completion: .file())
  var model: String

  @Option(help: "A file to read; - is the standard input. (default: -)", completion: .file())
  var input: String?

  @Option(help: "A file to write; - is the standard output. (default: -)", completion: .file())
  var output: String?

  @Option(help: "How many threads work at once; the output does not depend on it.")
  var threads = 1

  @Flag(help: "Stop at the first line that cannot be read, with exit status 65.")
  var strict = false

  @OptionGroup var spoken: LanguageOption

  /// The language to speak.
  var language: Language { spoken.language }

  /// The number of threads, checked.
  func threadCount() throws(CommandFailure) -> Int {
    guard 1...1024 ~= threads else {
      throw CommandFailure(status: .usage, message: .notAThreadCount(value: threads))
    }
    return threads
  }

  /// The files to read: `--input` and those named without an option.
  func paths(_ files: [String]) -> [String] { (input.map { [$0] } ?? []) + files }
}

extension CaseIterable where Self: RawRepresentable<String> {
  /// The case that `value` names; `-` and `_` are the same.
  static func named(_ value: String, option: String) throws(CommandFailure) -> Self {
    let name = String(value.map { $0 == "-" ? "_" : $0 })
    if let found = Self(rawValue: name) { return found }
    throw CommandFailure(
      .optionUnknown(option: option, value: value, valid: allCases.map(\.rawValue)))
  }
}
