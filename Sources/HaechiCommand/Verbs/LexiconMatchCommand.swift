import ArgumentParser
import FoundationEssentials
import Lexicons
import Normalization

/// `haechi lexicon match [FILE...]`: the terms and the personal data of each line.
struct LexiconMatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract:
      "Find the terms of the lexicons, and personal data, in the lines of files or of the standard input.",
    discussion: """
      Without --json each match is a line: FILE:LINE, the bytes START-END of the line (from 0, END exclusive), the \
      category or the kind of data, the severity or the confidence, the entry, the text as written, and how it was \
      read if not as written; between them tabs. With --json each line of the input gives one object.

      Exit status: 0 done, 64 wrong usage, 65 a line is not UTF-8 (the run goes on), 66 unreadable input, 74 \
      unwritable output.
      """)

  @Argument(help: "Files; - is the standard input, which is read if none is given.", completion: .file())
  var files: [String] = []

  @Flag(help: "Write one JSON object a line.")
  var json = false

  @Flag(inversion: .prefixedNo, help: "Also search the likely readings of obfuscated text.")
  var deobfuscate = true

  @Flag(help: "Also find personal data.")
  var pii = false

  @Flag(help: "Mask personal data: without --json write the masked lines alone. Implies --pii.")
  var mask = false

  @Option(help: "A folder of lexicons to use instead of the one inside.", completion: .directory)
  var lexicons: String?

  @OptionGroup var spoken: LanguageOption

  func run() throws {
    try spoken.reportingFailure {
      let run = try LexiconMatchRun(
        folder: lexicons, isDeobfuscating: deobfuscate, isFindingPII: pii || mask, isMasking: mask,
        isJSON: json)
      var hasBadLine = false
      do {
        for path in files.isEmpty ? ["-"] : files {
          let file = path == "-" ? InputFile.standardInput() : try InputFile(path: path)
          var reader = ChunkReader(framing: .lines) { (count, bytes) throws(InputError) in
            try file.read(count, &bytes)
          }
          while let chunk = try reader.next() {
            let part = run.output(of: chunk, path: path == "-" ? "-" : path)
            for line in part.badLines {
              hasBadLine = true
              OutputFile.standardError.writeLine(
                LexiconNews.badLine(path: path, line: line.line, isTooLong: line.isTooLong).text(
                  in: spoken.language))
            }
            try OutputFile.standardOutput.write(part.bytes)
          }
        }
      } catch OutputError.closed {
        return
      }
      if hasBadLine { throw ExitCode(CommandFailure.Status.data.rawValue) }
    }
  }
}
