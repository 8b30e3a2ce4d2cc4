import Foundation
import Normalization
import Testing

/// `haechi normalize` as a process.
struct NormalizeCommandTests {
  private func normalize(_ arguments: [String], input: [UInt8] = []) throws -> HaechiProcess.Outcome {
    try HaechiProcess.run(["normalize"] + arguments, input: input)
  }

  @Test("Lines come out in the hangul form with the line ends that they had")
  func lines() throws {
    let input = Array("\u{1112}\u{1162}치 ＡＢ\r\nㅋㅋ\u{200B}\n\nﾾￂﾤ".utf8)
    let run = try normalize([], input: input)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(Array(run.output.utf8) == Array("해치 AB\r\nㅋㅋ\n\n한".utf8))
    #expect(try normalize(["-"], input: input).output == run.output)
  }

  @Test(
    "Each form is Unicode's",
    arguments: [
      ("nfc", "\u{1112}\u{1162} ① Ａ"), ("nfd", "해 ① Ａ"), ("nfkc", "해 ① Ａ"), ("nfkd", "해 ① Ａ"),
      ("nfkc-casefold", "해 ① Ａ"),
    ])
  func forms(name: String, text: String) throws {
    let expected = try #require(TextForm(name: name)).apply(to: AlignedText(text)).utf8
    #expect(Array(try normalize(["--form", name], input: Array(text.utf8)).output.utf8) == expected)
  }

  @Test("--explain shows each change with its bytes and its reason, in the asked language")
  func explain() throws {
    let input = Array("\u{1112}\u{1162} Ａ\u{3000}\u{200B}".utf8) + [0xFF, 0x0A]
    let run = try normalize(["--explain"], input: input)
    #expect(
      run.lines == [
        "해 A \u{FFFD}", "  0–6  “[U+1112][U+1162]” → “해”  composed",
        "  7–10  “Ａ” → “A”  full or half width", "  10–13  “[U+3000]” → “ ”  unusual blank",
        "  13–16  “[U+200B]” → “”  invisible characters",
        "  16–17  “\u{FFFD}” → “\u{FFFD}”  bytes that are no UTF-8",
      ])
    #expect(try normalize(["--explain", "--lang", "ko"], input: input).output.contains("결합"))
  }

  @Test("--json writes an object a line, with the versions of ICU and Unicode")
  func json() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.txt", "Ａ\"\n나")
    let run = try normalize(["--json", "--explain", path])
    let version = "\"icu\":\"\(UnicodeForm.icuVersion)\",\"unicode\":\"\(UnicodeForm.unicodeVersion)\"}"
    #expect(
      run.lines == [
        #"{"file":"\#(path)","line":1,"offset":0,"form":"hangul","text":"A\"","changes":[{"start":0,"end":3,"from":"Ａ","to":"A","reason":"width"}],"#
          + version,
        #"{"file":"\#(path)","line":2,"offset":0,"form":"hangul","text":"나","changes":[],"# + version,
      ])
    let plain = try normalize(["--json", "--form", "nfd"], input: [0x61])
    #expect(plain.lines == [#"{"line":1,"offset":0,"form":"nfd","text":"a","# + version])
  }

  @Test("--deobfuscate prints the best reading, and --explain the rule and its cost")
  func deobfuscate() throws {
    let run = try normalize(
      ["--deobfuscate", "--explain", "--lang", "ko"], input: Array("ㅍㅗㄱㅌㅏㄴ 만드는 법".utf8))
    #expect(run.lines.first == "폭탄 만드는 법")
    #expect(run.lines.dropFirst().contains { $0.contains("0–18") && $0.contains("자모 분리") })
    #expect(try normalize(["--deobfuscate"], input: Array("오늘 날씨 어때\n".utf8)).output == "오늘 날씨 어때\n")
  }

  @Test("Lines of many megabytes come out whole")
  func longLines() throws {
    let unit = "\u{1112}\u{1162}\u{11AB} 나"
    let run = try normalize([], input: Array(String(repeating: unit, count: 150_000).utf8))
    #expect(run.output == String(repeating: "핸 나", count: 150_000))
    let records = try normalize(["--json"], input: Array(String(repeating: "가나 ", count: 200_000).utf8))
    #expect(records.lines.count == 2)
    #expect(records.lines.last?.contains("\"line\":1,\"offset\":1") == true)
  }

  @Test("What cannot be read or is no form ends with the status that says so")
  func failures() throws {
    #expect(try normalize(["/no/such/file"]).status == 66)
    #expect(try normalize(["--form", "nfx"]).status == 64)
    #expect(try normalize(["--lang", "ko", "/no/such/file"]).errors.contains("파일이 없습니다"))
  }
}
