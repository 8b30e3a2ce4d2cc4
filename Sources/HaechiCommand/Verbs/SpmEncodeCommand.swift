import ArgumentParser
import Synchronization
import Tokenization

/// `haechi spm encode`: texts into pieces or ids.
struct SpmEncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Cut texts into the pieces of a model.",
    discussion: """
      The ids are those of SentencePiece 0.2.3, or of the Hugging Face tokenizers library for a tokenizer.json. \
      For exact exchange use --input-format jsonl --output-format ids: each line a JSON string, each line of the \
      output a JSON array.

      Bytes that are no UTF-8 are read as U+FFFD each. In JSON, a lone surrogate from U+DC80 to U+DCFF is the byte that \
      Python's surrogateescape means by it; any other lone surrogate is U+FFFD. A line that is no JSON string gives \
      {"error": …, "line": N} in its place (an empty line in the other formats) and the run goes on.
      """)

  @Argument(help: "Files to read.", completion: .file())
  var files: [String] = []

  @Option(
    name: [.customLong("input-format"), .customLong("input_format")],
    help: "text: a line is a text. jsonl: a line is a JSON string.")
  var inputFormat = "text"

  @Option(
    name: [.customLong("output-format"), .customLong("output_format")],
    help: """
      piece or id (with spaces between), ids or pieces (a JSON array), json (pieces, ids, surfaces and byte offsets), \
      nbest_piece, nbest_id, sample_piece or sample_id.
      """)
  var outputFormat = "piece"

  @Option(
    name: [.customLong("extra-options"), .customLong("extra_options")],
    help: "What to do with the pieces, with colons between: bos, eos, reverse, unk.")
  var extraOptions = ""

  @Option(
    name: [.customLong("nbest-size"), .customLong("nbest_size")], parsing: .unconditional,
    help:
      "How many cuts nbest_piece and nbest_id give, and sample_piece and sample_id draw from; -1: from all.")
  var nbestSize = 10

  @Option(help: "Sampling: the exponent of a cut's score (unigram), or the share of joins left out (BPE).")
  var alpha: Float = 0.5

  @Option(
    name: [.customLong("random-seed"), .customLong("random_seed")],
    help: "Sampling: what the draws depend on. (default: another one each time)")
  var randomSeed: UInt64?

  @Flag(
    name: [.customLong("generate-vocabulary"), .customLong("generate_vocabulary")],
    help: "Write how often each piece occurs, most frequent first, in place of the texts.")
  var generateVocabulary = false

  @Option(
    help: "With ids or pieces: bytes or chars add the places in the text, {\"ids\": …, \"offsets\": …}.")
  var offsets: String?

  @OptionGroup var variant: SpmVariantOptions

  @OptionGroup var options: SpmOptions

  func run() throws {
    try options.spoken.reportingFailure {
      let input = try SpmInputFormat.named(inputFormat, option: "--input-format")
      let threads = try options.threadCount()
      if generateVocabulary { return try countPieces(input: input, threads: threads) }
      let form = try SpmEncodeForm.named(outputFormat, option: "--output-format")
      let encoder = try SpmEncoder(
        tokenizer: variant.tokenizer(path: options.model), form: form, steps: steps(),
        offsets: offsets.map { (name) throws(CommandFailure) in
          try SpmOffsets.named(name, option: "--offsets")
        }, nbestSize: nbestSize, alpha: alpha,
        seed: randomSeed ?? UInt64.random(in: 0...UInt64.max))
      let run = SpmRun(
        language: options.language, isStrict: options.strict, faultForm: form.isJSON ? .json : .emptyLine)
      try run.run(
        SpmLineReader(paths: options.paths(files)), to: SpmOutput(path: options.output), threads: threads
      ) { line, number, output in
        do throws(SpmFault) {
          try encoder.encode(try SpmText.bytes(of: line, format: input), number: number, to: &output)
          return nil
        } catch { return error }
      }
    }
  }

  private func steps() throws(CommandFailure) -> [EncodingStep] {
    guard let steps = EncodingStep.list(extraOptions) else {
      throw CommandFailure(
        .optionUnknown(
          option: "--extra_options", value: extraOptions, valid: EncodingStep.allCases.map(\.rawValue)))
    }
    return steps
  }

  private func countPieces(input: SpmInputFormat, threads: Int) throws {
    let tokenizer = try variant.tokenizer(path: options.model)
    let counts = Mutex([Int](repeating: 0, count: tokenizer.encoder.vocabularySize))
    let run = SpmRun(language: options.language, isStrict: options.strict, faultForm: .none)
    let output = try SpmOutput(path: options.output)
    try run.run(SpmLineReader(paths: options.paths(files)), to: output, threads: threads, finishes: false) {
      line, _, _ in
      do throws(SpmFault) {
        let ids = tokenizer.encoder.encode(
          tokenizer.text(try SpmText.bytes(of: line, format: input))
        ).ids
        counts.withLock { counts in
          for id in ids { counts[Int(id)] += 1 }
        }
        return nil
      } catch { return error }
    }
    let rows = counts.withLock { $0 }.enumerated().compactMap { id, count -> (bytes: [UInt8], count: Int)? in
      guard count > 0, SpmEncoder.isOfText(Int32(id), tokenizer) else { return nil }
      return tokenizer.encoder.spelling(of: Int32(id)).map { ($0, count) }
    }
    let sorted = rows.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.bytes.lexicographicallyPrecedes($1.bytes)
    }
    for row in sorted { try output.write(row.bytes + Array("\t\(row.count)\n".utf8)) }
    try output.finish()
  }
}
