import ArgumentParser
import Inference
import Models
import Tokenization

/// `haechi bench tokenizer`: how fast a SentencePiece model encodes and decodes.
struct BenchTokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer",
    abstract: "Time encoding, decoding and loading with a SentencePiece model.",
    discussion: """
      Rates are megabytes of text a second of processor time on one thread, the median of the iterations. Without a model \
      the guardian's own is measured, without a text one that is made up of few words.
      """)

  @Option(help: "A SentencePiece .model file.", completion: .file())
  var model: String?

  @Option(help: "A UTF-8 text, encoded line by line.", completion: .file())
  var text: String?

  @Option(help: "How often each kind of work is timed.")
  var iterations = 5

  @Flag(help: "Write one JSON object.")
  var json = false

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      guard iterations > 0 else {
        throw CommandFailure(status: .usage, message: .notAnIterationCount(value: iterations))
      }
      let lines = try text.map { path throws(InputError) in try Self.lines(of: path) }
      let run = TokenizerRun(
        model: try model.map { path throws(InputError) in try Self.bytes(of: path) } ?? Self.guardianModel(),
        lines: lines ?? TokenizerRun.madeUpLines(bytes: 4_000_000), iterations: iterations)
      let result = try run.measure()
      let memory = Machine.peakMemoryBytes
      let output =
        json
        ? result.json(peakMemoryBytes: memory, processor: Machine.processor)
        : result.table(peakMemoryBytes: memory, processor: Machine.processor, in: spoken.language)
      try OutputFile.standardOutput.write(Array(output.utf8) + [0x0A])
    }
  }

  private static func guardianModel() throws -> [UInt8] { try DefaultModel.bundle().tokenizerModel }

  private static func bytes(of path: String) throws(InputError) -> [UInt8] {
    let file = try InputFile(path: path)
    var bytes: [UInt8] = []
    while try file.read(1 << 20, &bytes) > 0 {}
    return bytes
  }

  private static func lines(of path: String) throws(InputError) -> [[UInt8]] {
    try bytes(of: path).split(separator: 0x0A).map { Array($0) }
  }
}
