import Foundation
import Testing
import Tokenization

@testable import HaechiCommand

/// `haechi spm` as a user runs it, over a small model that is put together here.
@Suite struct SpmCommandTests {
  /// ▁가 ▁나 다 a b ab, unknown, <s>, </s>; spaces as they are.
  private static let model = Result { () throws -> String in
    func piece(_ text: String, _ score: Float, _ type: SentencePieceModel.PieceType = .normal)
      -> SentencePieceModel.Piece
    { .init(bytes: Array(text.utf8), score: score, type: type) }
    let pieces = [
      piece("<unk>", 0, .unknown), piece("<s>", 0, .control), piece("</s>", 0, .control), piece("▁가", -1),
      piece("▁나", -1.5), piece("다", -2), piece("a", -2.25), piece("b", -2.5), piece("ab", -3), piece("▁", -4),
    ]
    var normalizer = SentencePieceModel.NormalizerSpec()
    normalizer.name = "identity"
    let scratch = try Scratch(isKept: true)
    return try scratch.file(
      "small.model",
      SentencePieceModel(pieces: pieces, trainer: .init(), normalizer: normalizer).serialized())
  }

  private func run(_ arguments: [String], _ input: String = "") throws -> HaechiProcess.Outcome {
    try HaechiProcess.run(["spm"] + arguments + ["--lang", "en"], input: Array(input.utf8))
  }

  private func encode(_ input: String, _ arguments: String...) throws -> [String] {
    try run(["encode", "--model", Self.model.get()] + arguments, input).lines
  }

  @Test("A JSON string a line gives a JSON array of ids a line, in the order of the lines")
  func jsonLines() throws {
    let input = #""가 나다""# + "\n" + #"  "\uac00\u0020ab" "# + "\r\n\"\"\n\"힣\"\n"
    for threads in ["1", "4"] {
      #expect(
        try encode(input, "--input-format", "jsonl", "--output-format", "ids", "--threads", threads)
          == ["[3,4,5]", "[3,9,8]", "[]", "[9,0]"])
    }
    #expect(
      try encode(input, "--input_format", "jsonl", "--output_format", "ids")
        == encode(input, "--input-format", "jsonl", "--output-format", "ids"))
  }

  @Test("Escapes, NUL, lone surrogates and bytes that are no UTF-8 never end the run")
  func oddLines() throws {
    let odd =
      #""\ud800""# + "\n" + #""\u0000""# + "\n" + #""\udcea\udcb0\udc80""# + "\n" + #""\ud83d\ude00""# + "\n"
    let input = Array(odd.utf8) + [0x22, 0xFF, 0x61, 0x22, 0x0A] + Array("{\nno\n[1]\n\"a".utf8)
    let outcome = try HaechiProcess.run(
      [
        "spm", "encode", "--model", Self.model.get(), "--input-format", "jsonl", "--output-format", "ids",
        "--lang", "en",
      ], input: input)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 9)
    // PEP 383's surrogates are the bytes of 가; a lone one is U+FFFD, unknown here.
    #expect(Array(outcome.lines.prefix(5)) == ["[9,0]", "[9,0]", "[3]", "[9,0]", "[9,0,6]"])
    for (line, number) in zip(outcome.lines.dropFirst(5), 6...) {
      #expect(line.hasPrefix("{\"error\":") && line.hasSuffix("\"line\":\(number)}"))
    }
    #expect(outcome.errors.contains("line 6"))
  }

  @Test("A strict run stops at the first bad line with status 65")
  func strict() throws {
    let outcome = try run(
      [
        "encode", "--model", Self.model.get(), "--input-format", "jsonl", "--output-format", "ids",
        "--strict",
      ], "\"가\"\nno\n\"나\"\n")
    #expect(outcome.status == 65 && outcome.lines == ["[3]"])
  }

  @Test("Pieces, ids and objects are written as SentencePiece's commands write them")
  func forms() throws {
    #expect(try encode("가 힣ab\n\n나") == ["▁가 ▁ 힣 ab", "", "▁나"])
    #expect(try encode("가 힣ab", "--output_format", "id") == ["3 9 0 8"])
    #expect(try encode("가 힣ab", "--output_format", "pieces") == [#"["▁가","▁","힣","ab"]"#])
    #expect(try encode("가", "--output_format", "piece", "--extra_options", "bos:eos") == ["<s> ▁가 </s>"])
    #expect(try encode("가 힣", "--extra_options", "unk:reverse") == ["<unk> ▁ ▁가"])
    #expect(
      try encode("가 힣", "--output_format", "json") == [
        #"{"text":"가 힣","pieces":[{"piece":"▁가","id":3,"surface":"가","begin":0,"end":3},"#
          + #"{"piece":"▁","id":9,"surface":" ","begin":3,"end":4},{"piece":"힣","id":0,"surface":"힣","begin":4,"end":7}]}"#
      ])
    #expect(
      try encode("가 a", "--output_format", "ids", "--offsets", "chars")
        == [#"{"ids":[3,9,6],"offsets":[[0,1],[1,2],[2,3]]}"#])
    #expect(
      try encode("가 a", "--output_format", "ids", "--offsets", "bytes")
        == [#"{"ids":[3,9,6],"offsets":[[0,3],[3,4],[4,5]]}"#])
  }

  @Test("The best cuts stand under one another, and drawn ones depend on the seed alone")
  func alternatives() throws {
    #expect(
      try encode("가ab", "--output_format", "nbest_id", "--nbest_size", "2") == ["3 8", "3 6 7"])
    func drawn(_ seed: String, _ threads: String) throws -> [String] {
      try encode(
        String(repeating: "가ababab\n", count: 400), "--output_format", "sample_id", "--nbest_size", "-1",
        "--alpha",
        "0.2", "--random_seed", seed, "--threads", threads)
    }
    #expect(try drawn("1", "1") == drawn("1", "3"))
    #expect(try drawn("1", "1") != drawn("2", "1"))
    #expect(try Set(drawn("1", "1")).count > 3)
  }

  @Test("A vocabulary counts pieces, most frequent first, and restricts them")
  func vocabulary() throws {
    #expect(
      try encode("가 가 나ab힣\n", "--generate_vocabulary") == ["▁가\t2", "ab\t1", "▁나\t1", "▁\t0"].dropLast())
    let scratch = try Scratch()
    let file = try scratch.file("vocab", "▁가\t5\nab\t1\n")
    #expect(try encode("나ab", "--vocabulary", file) == ["▁ 나 ab"].map { $0 })
    #expect(try encode("ab", "--vocabulary", file, "--vocabulary_threshold", "2") == ["▁ a b"])
  }

  @Test("Ids and pieces come back as texts")
  func decoding() throws {
    let model = try Self.model.get()
    #expect(
      try run(["decode", "--model", model, "--input_format", "id"], "3 4 5\n\n3 8\n").lines == [
        "가 나다", "", "가ab",
      ])
    #expect(try run(["decode", "--model", model], "▁가 ▁나 새말\n").lines == ["가 나새말"])
    #expect(
      try run(["decode", "--model", model, "--input-format", "jsonl"], "[3, 4,5]\n[]\n[99]\n[1.5]\n").lines
        == [
          "\"가 나다\"", "\"\"", #"{"error":"id 99 lies outside of the model's 10 pieces","line":3}"#,
          #"{"error":"not a JSON array of ids","line":4}"#,
        ])
    #expect(
      try run(["decode", "--model", model, "--input-format", "jsonl", "--offsets"], "[3,0]\n").lines
        == [#"{"text":"가 ⁇ ","offsets":[[0,3],[3,8]]}"#])
    #expect(
      try run(["decode", "--model", model, "--input_format", "id", "--extra_options", "reverse"], "5 3\n")
        .lines
        == ["가다"])
  }

  @Test("Texts are normalized by a model's rules, with or without what the model itself needs")
  func normalizing() throws {
    let model = try Self.model.get()
    #expect(try run(["normalize", "--model", model], "  가  나 \n").lines == ["가 나"])
    #expect(
      try run(["normalize", "--model", model, "--use_internal_normalization"], "  가  나 \n").lines == ["▁가▁나"])
    #expect(
      try run(
        ["normalize", "--normalization_rule_name", "identity", "--remove_extra_whitespaces", "false"],
        " 가  나\n"
      )
      .lines == [" 가  나"])
    #expect(
      try run(["normalize", "--model", model, "--offsets"], " a b\n").lines
        == [#"{"text":"a b","offsets":[1,2,3,4]}"#])
    #expect(try run(["normalize", "--model", model, "--decompile"]).output.isEmpty)
    #expect(try run(["normalize"]).status == 64)
  }

  @Test("A model's pieces are exported with scores or ids, to a file as well")
  func exporting() throws {
    let model = try Self.model.get()
    let vocab = try run(["export-vocab", "--model", model]).lines
    #expect(vocab.count == 10 && vocab[3] == "▁가\t-1" && vocab[6] == "a\t-2.25")
    let scratch = try Scratch()
    let path = scratch.url("syms").path
    #expect(
      try run(["export_vocab", "--model", model, "--output_format", "syms", "--output", path]).status == 0)
    let file = try String(contentsOfFile: path, encoding: .utf8)
    #expect(file.split(separator: "\n").last == "▁\t9")
  }

  @Test("A report tells what a model is and how it fits a text")
  func inspecting() throws {
    let scratch = try Scratch()
    let text = try scratch.file("text", "가 나다\n힣\n")
    let outcome = try run(["inspect", Self.model.get(), "--text", text, "--json"])
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(report["type"] as? String == "unigram" && report["vocabulary_size"] as? Int == 10)
    #expect(report["tokens"] as? Int == 5 && report["unknown_share"] as? Double == 0.2)
    #expect(report["round_trip_share"] as? Double == 0.5)
    #expect(try run(["inspect", Self.model.get(), "--text", text]).output.contains("tokens a character"))
    #expect(
      try HaechiProcess.run(["spm", "inspect", Self.model.get(), "--lang", "ko"]).output.contains("어휘 수"))
  }

  @Test("Decomposed text is composed where that is asked for")
  func composing() throws {
    let decomposed = "\u{1100}\u{1161} \u{1102}\u{1161}"
    #expect(try encode(decomposed, "--output_format", "id", "--compose-hangul") == ["3 4"])
    #expect(try encode(decomposed, "--output_format", "id") != ["3 4"])
    #expect(try encode(decomposed, "--output_format", "id", "--hangul_form") == ["3 4"])
    #expect(try encode("가 ab", "--output_format", "id", "--compat", "0.2.0") == ["3 9 8"])
  }

  @Test("Wrong usage ends with 64, a file that is no model with 65, one that is not there with 66")
  func failures() throws {
    let model = try Self.model.get()
    let scratch = try Scratch()
    let damaged = try scratch.file("damaged", [0x0A, 0xFF, 0xFF])
    for (arguments, status) in [
      (["--model", model, "--output_format", "odd"], 64), (["--model", model, "--extra_options", "odd"], 64),
      (["--model", model, "--output_format", "id", "--offsets", "bytes"], 64),
      (["--model", model, "--compat", "9"], 64), (["--model", model, "--threads", "0"], 64),
      (["--model", model, "--output_format", "nbest_id", "--nbest_size", "513"], 64),
      (["--model", damaged], 65), (["--model", "/no/such"], 66),
      (["--model", model, "--input", "/no/such"], 66),
    ] as [([String], Int32)] {
      #expect(try run(["encode"] + arguments, "가\n").status == status, "\(arguments)")
    }
  }

  @Test("A long line without an end is encoded")
  func longLines() throws {
    let line = String(repeating: "가 ", count: 20_000) + "나"
    let ids = try encode(line, "--output_format", "id")
    #expect(ids.count == 1 && ids[0].utf8.count == 40_001)
  }
}
