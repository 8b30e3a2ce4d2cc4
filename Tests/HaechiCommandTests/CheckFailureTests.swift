import Foundation
import Testing

@testable import HaechiCommand

/// How `haechi check` ends when it cannot do what it is asked to.
struct CheckFailureTests {
  @Test(
    "Wrong usage ends with status 64 and a sentence",
    arguments: [
      (["--threshold", "1.5", "a"], "1.5"), (["--threshold", "nan", "a"], "nan"),
      (["--category-threshold", "cats=0.5", "a"], "violence, drugs"),
      (["--category-threshold", "violence", "a"], "NAME=X"),
      (["--category-threshold", "violence=2", "a"], "2"), (["--threads", "0", "a"], "0"),
      (["--input", "x.txt", "a"], "--input"), (["--field", "text"], "--field"),
      (["--column", "1"], "--column"),
      (["--no-such-option"], "--no-such-option"), (["--format", "xml"], "xml"),
      (["--fail-on", "all"], "all"),
    ])
  func usage(arguments: [String], fragment: String) throws {
    let run = try HaechiProcess.check(arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains(fragment))
    #expect(run.output == "")
  }

  @Test("A column that is not in the header is wrong usage, and the sentence names those that are")
  func column() throws {
    let scratch = try Scratch()
    let path = try scratch.file("rows.csv", "가,나\n1,2\n")
    let run = try HaechiProcess.check(["--input", path, "--column", "다"])
    #expect(run.status == 64)
    #expect(run.errors.contains("가, 나"))
    #expect(try HaechiProcess.check(["--input", path]).status == 64)
    #expect(try HaechiProcess.check(["--input", path, "--column", "2"]).status == 0)
  }

  @Test("An input that cannot be read ends with status 66, in both languages", arguments: ["ko", "en"])
  func unreadable(language: String) throws {
    let scratch = try Scratch()
    for path in [scratch.url("missing.txt").path, scratch.url("").path] {
      for option in ["--input", "--model"] {
        let run = try HaechiProcess.check(
          [option, path, "--lang", language] + (option == "--model" ? ["a"] : []))
        #expect(run.status == 66)
        #expect(run.errors.hasPrefix("haechi: "))
        #expect(run.errors.contains(path))
      }
    }
  }

  @Test("Each refusal of the system has its own sentence")
  func inputErrors() {
    #expect(InputError(path: "p", code: ENOENT).message == .fileMissing(path: "p"))
    #expect(InputError(path: "p", code: ENOTDIR).message == .fileMissing(path: "p"))
    #expect(InputError(path: "p", code: EISDIR).message == .fileIsDirectory(path: "p"))
    #expect(InputError(path: "p", code: EACCES).message == .fileForbidden(path: "p"))
    #expect(InputError(path: "p", code: EIO).failure.status == .noInput)
  }

  @Test("A model that is no bundle ends with status 65")
  func badModel() throws {
    let scratch = try Scratch()
    for bytes in [[], Array("not a bundle".utf8)] {
      let path = try scratch.file("bad.bundle", bytes)
      #expect(try HaechiProcess.run(["check", "--model", path, "a"]).status == 65)
    }
  }

  @Test("An empty input has no rows, and that is no error", arguments: ["txt", "jsonl", "csv", "tsv"])
  func emptyInput(format: String) throws {
    let run = try HaechiProcess.check(["--format", format])
    #expect(run.status == 0)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("0 rows"))
  }

  #if os(Linux)
    @Test("Output that cannot be written ends with status 74")
    func fullDevice() throws {
      for threads in ["1", "3"] {
        let run = try shell("\"$0\" check --model \"$1\" --threads \(threads) 가 나 다 > /dev/full")
        #expect(run.status == 74)
        #expect(run.errors.hasPrefix("haechi: "))
      }
    }
  #endif

  @Test("A reader that leaves early ends the run quietly")
  func closedPipe() throws {
    for threads in ["1", "3"] {
      let run = try shell(
        "{ yes 오늘 2>/dev/null | \"$0\" check --json --model \"$1\" --threads \(threads) --no-progress; echo $? >&2; } | head -n 2"
      )
      #expect(run.output.split(separator: "\n").count == 2)
      #expect(run.errors == "0\n")
    }
  }

  @Test("A line is answered before the next one is written")
  func promptness() throws {
    // The writer waits for the first answer before it writes the second line.
    let scratch = try Scratch()
    let (toHaechi, fromHaechi) = (scratch.url("to").path, scratch.url("from").path)
    for threads in ["1", "2"] {
      let run = try shell(
        """
        rm -f '\(toHaechi)' '\(fromHaechi)'; mkfifo '\(toHaechi)' '\(fromHaechi)'
        "$0" check --json --model "$1" --threads \(threads) < '\(toHaechi)' > '\(fromHaechi)' &
        exec 3> '\(toHaechi)' 4< '\(fromHaechi)'
        echo 가 >&3; read -r first <&4; echo "$first"
        echo 나 >&3; read -r second <&4; echo "$second"
        """)
      #expect(run.output.split(separator: "\n").map { $0.prefix(7) } == ["{\"id\":1", "{\"id\":2"])
    }
  }

  /// Runs `script` in a shell whose `$0` is the program and `$1` the tiny guardian's bundle.
  private func shell(_ script: String) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", script, HaechiProcess.folder.appendingPathComponent("haechi").path,
      try HaechiProcess.bundle.get().path,
    ]
    process.environment = ["PATH": "/usr/bin:/bin"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let written = output.fileHandleForReading.readDataToEndOfFile()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: written, as: UTF8.self),
      String(decoding: said, as: UTF8.self)
    )
  }
}
