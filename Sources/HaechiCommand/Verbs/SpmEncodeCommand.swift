import ArgumentParser
import Normalization
import Tokenization

/// `haechi spm encode`: texts into pieces or ids.
struct SpmEncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Cut texts into the pieces of a model.")

  /// What stands in a line of the output.
  enum OutputFormat: String, CaseIterable, Sendable {
    /// Pieces with spaces between.
    case piece
    /// Ids with spaces between.
    case id
    /// A JSON array of ids.
    case ids
  }

  @Argument(help: "Files to read.", completion: .file())
  var files: [String] = []

  @Option(
    name: [.customLong("input-format"), .customLong("input_format")],
    help: "text: a line is a text. jsonl: a line is a JSON string.")
  var inputFormat = "text"

  @Option(
    name: [.customLong("output-format"), .customLong("output_format")],
    help: "piece, id (both with spaces between), or ids (a JSON array).")
  var outputFormat = "piece"

  @OptionGroup var options: SpmOptions

  func run() throws {
    try options.spoken.reportingFailure {
      let input = try SpmInputFormat.named(inputFormat, option: "--input-format")
      let form = try OutputFormat.named(outputFormat, option: "--output-format")
      let tokenizer = try SpmModel.tokenizer(path: options.model)
      let run = SpmRun(
        language: options.language, isStrict: options.strict, faultForm: form == .ids ? .json : .emptyLine)
      try run.run(
        SpmLineReader(paths: options.paths(files)), to: SpmOutput(path: options.output),
        threads: options.threadCount()
      ) { line, output in
        do throws(SpmFault) {
          let encoding = tokenizer.encode(
            AlignedText(utf8: try SpmText.bytes(of: line, format: input)))
          SpmEncodeCommand.append(encoding, as: form, tokenizer, to: &output)
          return nil
        } catch { return error }
      }
    }
  }

  private static func append(
    _ encoding: Encoding, as form: OutputFormat, _ tokenizer: Tokenizer, to output: inout [UInt8]
  ) {
    let separator = form == .ids ? UInt8(ascii: ",") : 0x20
    if form == .ids { output.append(UInt8(ascii: "[")) }
    for (index, id) in encoding.ids.enumerated() {
      if index > 0 { output.append(separator) }
      if form == .piece {
        output += tokenizer.model.pieces[Int(id)].bytes
      } else {
        output.append(contentsOf: String(id).utf8)
      }
    }
    if form == .ids { output.append(UInt8(ascii: "]")) }
    output.append(0x0A)
  }
}
