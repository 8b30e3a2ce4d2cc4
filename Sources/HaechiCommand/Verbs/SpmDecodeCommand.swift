import ArgumentParser
import Tokenization

/// `haechi spm decode`: pieces or ids into texts.
struct SpmDecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Put pieces or ids together to texts.",
    discussion: """
      Lines hold pieces or ids with spaces between, or with --input-format jsonl a JSON array of ids. The output is the \
      text itself, or with --output-format json a JSON string, which can hold line feeds; that is what jsonl gives unless \
      it is told otherwise.
      """)

  /// How lines hold pieces.
  enum InputFormat: String, CaseIterable, Sendable {
    case piece
    case id
    case jsonl
  }

  /// How texts are written.
  enum OutputFormat: String, CaseIterable, Sendable {
    case string
    case json
  }

  @Argument(help: "Files to read.", completion: .file())
  var files: [String] = []

  @Option(
    name: [.customLong("input-format"), .customLong("input_format")],
    help: "piece, id, or jsonl (also ids): a line is a JSON array of ids.")
  var inputFormat = "piece"

  @Option(
    name: [.customLong("output-format"), .customLong("output_format")],
    help: "string or json. (default: json for jsonl, else string)")
  var outputFormat: String?

  @Option(
    name: [.customLong("extra-options"), .customLong("extra_options")],
    help: "What to do with the ids first, with colons between: reverse, bos, eos.")
  var extraOptions = ""

  @Flag(help: "With json: add the place in the text that each id gave, {\"text\": …, \"offsets\": …}.")
  var offsets = false

  @Flag(
    name: [.customLong("keep-special-tokens"), .customLong("keep_special_tokens")],
    help: "A tokenizer.json: write special tokens too.")
  var keepSpecialTokens = false

  @OptionGroup var options: SpmOptions

  func run() throws {
    try options.spoken.reportingFailure {
      let input: InputFormat =
        inputFormat == "ids" ? .jsonl : try .named(inputFormat, option: "--input-format")
      let form: OutputFormat =
        try outputFormat.map { (name) throws(CommandFailure) in
          try .named(name, option: "--output-format")
        } ?? (input == .jsonl ? .json : .string)
      guard let steps = EncodingStep.list(extraOptions) else {
        throw CommandFailure(
          .optionUnknown(
            option: "--extra_options", value: extraOptions, valid: EncodingStep.allCases.map(\.rawValue)))
      }
      if offsets, form == .string { throw CommandFailure(.optionsExclude("--offsets", "string")) }
      let decoder = try SpmDecoder(
        tokenizer: tokenizer(), input: input, form: form, steps: steps, addsOffsets: offsets)
      let run = SpmRun(
        language: options.language, isStrict: options.strict, faultForm: form == .json ? .json : .emptyLine)
      try run.run(
        SpmLineReader(paths: options.paths(files)), to: SpmOutput(path: options.output),
        threads: options.threadCount()
      ) { line, _, output in
        do throws(SpmFault) {
          try decoder.decode(line, to: &output)
          return nil
        } catch { return error }
      }
    }
  }

  private func tokenizer() throws(CommandFailure) -> any TextTokenizer {
    let tokenizer = try SpmModel.tokenizer(path: options.model)
    guard var file = tokenizer as? HuggingFaceTokenizer else { return tokenizer }
    file.skipsSpecialTokens = !keepSpecialTokens
    return file
  }
}
