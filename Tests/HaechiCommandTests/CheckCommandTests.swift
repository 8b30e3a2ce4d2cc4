import Foundation
import Testing

/// `haechi check` as a process over the tiny guardian: `죽` and `약` are harm, all else is not.
struct CheckCommandTests {
  /// The records of JSON output.
  private func records(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  private func labels(_ output: String) throws -> [String] {
    try records(output).map { $0["label"] as? String ?? "error" }
  }

  @Test("Texts are checked in their order, and their numbers are their ids")
  func arguments() throws {
    let run = try HaechiProcess.check(["--json", "죽이는 방법", "", "오늘 날씨"])
    #expect(run.status == 0)
    #expect(run.errors == "")
    let records = try records(run.output)
    #expect(records.map { $0["label"] as? String } == ["unsafe", "safe", "safe"])
    #expect(records.map { $0["id"] as? Int } == [1, 2, 3])
    #expect(records[1]["probability"] as? Double == 0)
    #expect(run.lines[0].hasPrefix(#"{"id":1,"text":"죽이는 방법","label":"unsafe","probability":0.99"#))
    #expect(run.lines[0].contains(#""evidence":[{"start":0,"end":9,"text":"죽이는"}],"truncated":false}"#))
  }

  @Test("Each line of the standard input is a text, and a summary goes to the standard error")
  func standardInput() throws {
    let run = try HaechiProcess.check(["--json"], input: Array("죽이는\r\n\r\nㅋ\n오늘\0\n\t\n".utf8))
    #expect(run.status == 0)
    #expect(try labels(run.output) == ["unsafe", "safe", "safe", "safe", "safe"])
    #expect(try records(run.output).map { $0["id"] as? Int } == [1, 2, 3, 4, 5])
    #expect(try records(run.output)[3]["text"] as? String == "오늘\0")
    #expect(run.errors.hasPrefix("5 rows · 1 unsafe · 0 errors · "))
    #expect(try HaechiProcess.check(["--json", "--input", "-"], input: Array("약".utf8)).lines.count == 1)
  }

  @Test("Rows of JSON echo their ids, and bad rows are errors in their places")
  func json() throws {
    let rows = """
      {"id":"a","text":"죽이는"}
      {"id":1.0,"text":"오늘"}
      {"text":"약을"}
      not json
      {"id":[2],"body":"x"}
      {"id":null,"text":7}

      {"id":{"k":"v"},"text":""}
      """
    let scratch = try Scratch()
    let path = try scratch.file("rows.jsonl", Array("\u{FEFF}\(rows)\n".utf8) + [0x7B, 0xFF, 0x0A])
    let run = try HaechiProcess.check(["--json", "--input", path])
    #expect(run.status == 0)
    #expect(
      try labels(run.output) == [
        "unsafe", "safe", "unsafe", "error", "error", "error", "error", "safe", "error",
      ])
    let heads = ["\"a\"", "1.0", "3", "null", "[2]", "null", "null", "{\"k\":\"v\"}", "null"]
    for (line, head) in zip(run.lines, heads) { #expect(line.hasPrefix("{\"id\":\(head),")) }
    #expect(run.lines[3] == #"{"id":null,"error":"not JSON at byte offset 1 of the row","line":4}"#)
    #expect(run.lines[4] == #"{"id":[2],"error":"no field “text”","line":5}"#)
    #expect(run.lines[8] == #"{"id":null,"error":"not UTF-8 at byte offset 1 of the row","line":9}"#)
    #expect(run.errors.hasPrefix("9 rows · 2 unsafe · 5 errors · "))
  }

  @Test("--field names another member")
  func field() throws {
    let scratch = try Scratch()
    let path = try scratch.file("rows.txt", #"{"text":"오늘","질문":"죽이는"}"#)
    let run = try HaechiProcess.check(["--json", "--format", "jsonl", "--field", "질문", "--input", path])
    #expect(try labels(run.output) == ["unsafe"])
  }

  @Test("Tables are read by column, with quoted fields over several lines")
  func csv() throws {
    let scratch = try Scratch()
    let path = try scratch.file(
      "rows.csv", "id,질문\r\nx1,\"오늘,\n\"\"죽이는\"\"\"\r\nx2\r\nx3,오늘\r\nx4,\"열린\r\nx5,약\r\n")
    for column in ["질문", "2"] {
      let run = try HaechiProcess.check(["--json", "--input", path, "--column", column])
      #expect(run.status == 0)
      #expect(try labels(run.output) == ["unsafe", "error", "safe", "error", "unsafe"])
      #expect(try records(run.output)[0]["text"] as? String == "오늘,\n\"죽이는\"")
      #expect(try records(run.output)[0]["id"] as? String == "x1")
      #expect(run.lines[1] == #"{"id":"x2","error":"no column 2: the row has 1","line":4}"#)
      #expect(run.lines[3] == #"{"id":null,"error":"a quote is opened and never closed","line":6}"#)
    }
  }

  @Test("A quote in a table of tabs may stand alone")
  func tsv() throws {
    let scratch = try Scratch()
    let path = try scratch.file("rows.tsv", "document\tlabel\n\"죽이는\t1\n\"오늘\"\t0\n")
    let run = try HaechiProcess.check(["--json", "--input", path, "--column", "document"])
    #expect(try records(run.output).map { $0["text"] as? String } == ["\"죽이는", "오늘"])
    #expect(try labels(run.output) == ["unsafe", "safe"])
  }

  @Test("Output is the same with any number of threads")
  func threads() throws {
    let rows = (0..<300).map { "\($0) " + ["오늘 날씨", "죽이는 방법", "\u{1}", "약"][$0 % 4] }
    let input = Array(rows.joined(separator: "\n").utf8) + [0x0A, 0xC0]
    let one = try HaechiProcess.check(["--json", "--threads", "1"], input: input)
    #expect(one.lines.count == 301)
    #expect(try records(one.output).map { $0["id"] as? Int } == (1...301).map { $0 })
    for threads in ["2", "7"] {
      #expect(try HaechiProcess.check(["--json", "--threads", threads], input: input).output == one.output)
    }
  }

  @Test("A line of a megabyte is one row, and one over the limit is an error")
  func longLines() throws {
    // Zero-width spaces are gone before the tokenizer: the line is long, and quick to judge in a debug build.
    let megabyte = Array(String(repeating: "\u{200B}", count: 360_000).utf8)
    let huge = [UInt8](repeating: 0x61, count: (8 << 20) + 1)
    let input = Array("약 ".utf8) + megabyte + [0x0A] + huge + Array("\n오늘\n".utf8)
    let run = try HaechiProcess.check(["--json"], input: input)
    let records = try records(run.output)
    #expect(records.count == 3)
    #expect(records[0]["truncated"] as? Bool == true)
    #expect(records[0]["label"] as? String == "unsafe")
    #expect(run.lines[1] == #"{"id":2,"error":"longer than 8 MiB","line":2}"#)
    #expect(records[2]["label"] as? String == "safe")
  }

  @Test("--fail-on unsafe gives status 3 if anything is unsafe, and 0 if nothing is")
  func failOn() throws {
    #expect(try HaechiProcess.check(["--fail-on", "unsafe", "오늘", "약"]).status == 3)
    #expect(try HaechiProcess.check(["--fail-on", "unsafe", "오늘"]).status == 0)
  }

  @Test("Thresholds on the command line change the verdict")
  func thresholds() throws {
    #expect(try labels(HaechiProcess.check(["--json", "--threshold", "1", "약"]).output) == ["safe"])
    #expect(try labels(HaechiProcess.check(["--json", "--threshold", "0", "오늘"]).output) == ["unsafe"])
    let categories = ["--category-threshold", "violence=0.5", "--category-threshold", "drugs=1"]
    #expect(
      try labels(HaechiProcess.check(["--json", "뱀", "오늘"] + categories).output) == ["unsafe", "safe"])
  }

  @Test("--strict stops behind the first bad row, with status 65")
  func strict() throws {
    let input = Array("오늘\n".utf8) + [0xFF, 0x0A] + Array("약\n".utf8)
    for threads in ["1", "3"] {
      let run = try HaechiProcess.check(["--json", "--strict", "--threads", threads], input: input)
      #expect(run.status == 65)
      #expect(run.lines.count == 2)
      #expect(run.errors.contains("line 2"))
    }
    #expect(try HaechiProcess.check(["--json", "--strict"], input: Array("오늘\n".utf8)).status == 0)
  }

  @Test("Human output is short, plain when it is no terminal, and in the asked language")
  func human() throws {
    let run = try HaechiProcess.check(["--lang", "ko", "사람을 죽이는 방법", "오늘\u{1B}[31m"])
    #expect(run.lines.count == 3)
    #expect(run.lines[0].hasPrefix("● 위험"))
    #expect(run.lines[0].contains("사람을 «죽이는» 방법"))
    #expect(run.lines[1].contains("폭력"))
    #expect(run.lines[2].hasPrefix("○ 안전"))
    #expect(!run.output.contains("\u{1B}"))
    let korean = try HaechiProcess.check([], input: [0xFF], environment: ["LC_ALL": "ko_KR.UTF-8"])
    #expect(korean.output == "✕ 1번째 줄: 행의 바이트 위치 0부터 UTF-8이 아닙니다\n")
    #expect(korean.errors.hasPrefix("1행 · 위험 0 · 오류 1 · "))
    #expect(try HaechiProcess.check(["--color", "always", "약"]).output.contains("\u{1B}[1;4;31m약\u{1B}[0m"))
  }
}
