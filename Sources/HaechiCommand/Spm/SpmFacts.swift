import Tokenization

/// What `haechi spm inspect` tells, as a table for people or as JSON.
struct SpmFacts {
  /// One line: its key in JSON, its names, and its value.
  private struct Fact {
    enum Value {
      case text(String)
      case count(Int)
      case share(Double)
      case ratio(Double)
    }

    var key: String
    var korean: String
    var english: String
    var value: Value
  }

  private var facts: [Fact] = []

  init(model tokenizer: any TextTokenizer, report: CoverageReport?) {
    if let model = (tokenizer as? Tokenizer)?.model {
      addModel(model)
    } else {
      add("type", "종류", "type", .text("tokenizer.json"))
      add("vocabulary_size", "어휘 수", "vocabulary", .count(tokenizer.vocabularySize))
    }
    if let report { addCoverage(report) }
  }

  private mutating func add(_ key: String, _ korean: String, _ english: String, _ value: Fact.Value) {
    facts.append(Fact(key: key, korean: korean, english: english, value: value))
  }

  private mutating func addModel(_ model: SentencePieceModel) {
    func count(_ type: SentencePieceModel.PieceType) -> Fact.Value {
      .count(model.pieces.count { $0.type == type })
    }
    func hasSyllable(_ piece: SentencePieceModel.Piece) -> Bool {
      piece.text.unicodeScalars.contains { 0xAC00...0xD7A3 ~= $0.value }
    }
    let spec = model.normalizer
    let switches = [
      (spec.addsDummyPrefix, "add_dummy_prefix"), (spec.removesExtraWhitespace, "remove_extra_whitespaces"),
      (spec.escapesWhitespace, "escape_whitespaces"),
      (model.trainer.treatsWhitespaceAsSuffix, "treat_whitespace_as_suffix"),
      (model.trainer.hasByteFallback, "byte_fallback"), (model.trainer.splitsDigits, "split_digits"),
    ].filter(\.0).map(\.1)
    add("type", "종류", "type", .text("\(model.trainer.modelType)"))
    add("vocabulary_size", "어휘 수", "vocabulary", .count(model.pieces.count))
    add("normal_pieces", "  보통 조각", "  normal", count(.normal))
    add("control_pieces", "  제어 조각", "  control", count(.control))
    add("user_defined_pieces", "  사용자 정의 조각", "  user-defined", count(.userDefined))
    add("unused_pieces", "  쓰이지 않는 조각", "  unused", count(.unused))
    add("byte_pieces", "  바이트 조각", "  byte", count(.byte))
    add(
      "hangul_pieces", "한글 음절이 든 조각", "with a Hangul syllable",
      .count(model.pieces.count(where: hasSyllable)))
    add("normalizer", "정규화 규칙", "normalizer", .text(spec.name.isEmpty ? "-" : spec.name))
    add("charsmap_bytes", "정규화 표의 바이트", "charsmap bytes", .count(spec.precompiledCharsmap.count))
    add("flags", "설정", "flags", .text(switches.isEmpty ? "-" : switches.joined(separator: " ")))
  }

  private mutating func addCoverage(_ report: CoverageReport) {
    add("texts", "글", "texts", .count(report.texts))
    add("characters", "글자", "characters", .count(report.characters))
    add("tokens", "토큰", "tokens", .count(report.tokens))
    add("tokens_per_character", "글자당 토큰", "tokens a character", .ratio(report.tokensPerCharacter))
    add("bytes_per_token", "토큰당 바이트", "bytes a token", .ratio(report.bytesPerToken))
    add("byte_share", "바이트 토큰의 비율", "byte tokens", .share(report.byteShare))
    add("unknown_share", "모르는 글자의 비율", "unknown characters", .share(report.unknownShare))
    add("cut_syllable_share", "잘린 음절의 비율", "cut syllables", .share(report.cutSyllableShare))
    add("whole_word_share", "한 조각인 어절의 비율", "words of one piece", .share(report.wholeWordShare))
    add("round_trip_share", "그대로 돌아오는 글의 비율", "exact round trips", .share(report.roundTripShare))
    add("nfd_penalty", "NFD 글의 토큰 배수", "NFD penalty", .ratio(report.decompositionPenalty))
    add(
      "nfd_equal_share", "NFD로도 번호가 같은 글의 비율", "same ids in NFD", .share(report.decomposedEqualShare))
  }

  /// One JSON object; shares are from 0 to 1.
  var json: String {
    let members = facts.map { fact in
      var value: [UInt8] = []
      switch fact.value {
      case .text(let text): JSONString.append(text.utf8, to: &value)
      case .count(let count): value += "\(count)".utf8
      case .share(let number), .ratio(let number): value += Self.rounded(number, 6).utf8
      }
      return "\"\(fact.key)\":" + String(decoding: value, as: UTF8.self)
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// Names and values under one another.
  func table(in language: Language) -> String {
    let names = facts.map { language == .ko ? $0.korean : $0.english }
    let width = names.map { DisplayWidth.of($0) }.max() ?? 0
    return zip(names, facts).map { name, fact in
      let value =
        switch fact.value {
        case .text(let text): text
        case .count(let count): grouped(count)
        case .share(let share): Self.rounded(share * 100, 2) + " %"
        case .ratio(let ratio): Self.rounded(ratio, 3)
        }
      return name + String(repeating: " ", count: width - DisplayWidth.of(name) + 2) + value
    }.joined(separator: "\n")
  }

  /// `number` with at most `places` decimals.
  private static func rounded(_ number: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { result, _ in result * 10 }
    return "\((number * scale).rounded() / scale)"
  }
}
