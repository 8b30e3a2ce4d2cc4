import ArgumentParser
import Normalization

/// `haechi normalize`: text in one form, line by line.
struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Bring text into one form: lines in, lines out.",
    discussion: """
      Without a file, or for the file -, the standard input is read. Line ends stay as they are. What is no UTF-8 \
      becomes U+FFFD. Memory is bounded: a line of more than 1 MiB is worked off in parts, each a record of its own \
      with --json.

      The form hangul composes jamo and half-width jamo, folds full-width characters and unusual blanks, takes \
      invisible characters away, and keeps ㅋㅋ and ㅠㅠ as they are written. The others are Unicode's.

      Exit status: 0 done, 64 wrong usage, 66 unreadable input, 74 unwritable output.
      """)

  @Argument(help: "Files to read; - is the standard input.", completion: .file())
  var files: [String] = []

  @Option(help: "The form: hangul, nfc, nfd, nfkc, nfkd or nfkc-casefold.")
  var form = TextForm.hangul

  @Flag(help: "Print the best reading of each line: what obfuscated spelling stands for.")
  var deobfuscate = false

  @Flag(help: "Show each change with its bytes in the line as it was given, and the reason.")
  var explain = false

  @Flag(help: "Write one JSON object a line.")
  var json = false

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      for path in files.isEmpty ? ["-"] : files {
        let file = path == "-" ? InputFile.standardInput() : try InputFile(path: path)
        if file.isTerminal {
          OutputFile.standardError.writeLine(Message.readingFromTerminal.text(in: spoken.language))
        }
        let isOpen = try NormalizeRun(
          record: NormalizeRecord(
            form: form, isJSON: json, explains: explain, language: spoken.language,
            file: path == "-" ? nil : path),
          deobfuscator: deobfuscate ? .standard : nil, answersAtOnce: file.isTerminal
        ).run { (count, bytes) throws(InputError) in try file.read(count, &bytes) }
        guard isOpen else { return }
      }
    }
  }
}

extension TextForm: ExpressibleByArgument {
  /// The form called `argument` on the command line.
  public init?(argument: String) { self.init(name: argument) }

  /// The name on the command line.
  public var defaultValueDescription: String { name }

  /// The names on the command line.
  public static var allValueStrings: [String] { allCases.map(\.name) }
}

/// Normalizes one input from front to back.
struct NormalizeRun {
  let record: NormalizeRecord
  let deobfuscator: Deobfuscator?
  /// Whether each line is written as soon as it is done, for someone who types.
  let answersAtOnce: Bool

  /// How many bytes are gathered before they are written.
  private static let block = 1 << 16

  /// Normalizes what `read` brings, and says whether anyone still reads the output.
  func run(read: @escaping ChunkReader.Read) throws -> Bool {
    var parts = LineParts { (count, bytes) throws(InputError) in try read(count, &bytes) }
    var output: [UInt8] = []
    do {
      while let part = try parts.next() {
        let text = try NormalizedText(
          part.bytes, form: record.form, deobfuscator: deobfuscator, explains: record.explains)
        record.append(text, of: part, to: &output)
        if output.count >= Self.block || answersAtOnce || parts.waits {
          try OutputFile.standardOutput.write(output)
          output.removeAll(keepingCapacity: true)
        }
      }
      try OutputFile.standardOutput.write(output)
      return true
    } catch OutputError.closed {
      return false
    }
  }
}
