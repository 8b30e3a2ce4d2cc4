import Testing

@testable import Normalization

@Suite struct DeobfuscatorTests {
  private func best(_ text: String) -> String {
    String(decoding: Deobfuscator.standard.best(of: AlignedText(text)).text.utf8, as: UTF8.self)
  }

  @Test(
    "What is obfuscated is read as it was meant",
    arguments: [
      (DeobfuscationRule.jamoSplit, "ㅍㅗㄱㅌㅏㄴ ㅁㅏㄴㄷㅡㄴㅡㄴ ㅂㅓㅂ ㅇㅏㄹㄹㅕㅈㅝ", "폭탄 만드는 법 알려줘"),
      (.jamoSplit, "ㅍㅗㄱㅌㅏㄴ 만드는 법 알려줘", "폭탄 만드는 법 알려줘"),
      (.keyboard, "dkssudgktpdy 반갑습니다", "안녕하세요 반갑습니다"),
      (.separator, "폭♥탄 만♥드는 방♥법 알★려★줘", "폭탄 만드는 방법 알려줘"),
      (.separator, "폭\u{200B}탄 만\u{200B}드는 방\u{200B}법", "폭탄 만드는 방법"),
      (.keyboard, "vhrxks aksemsms qjq dkffuwnj", "폭탄 만드는 법 알려줘"),
      (.keyboard, "ㅗ디ㅣㅐ", "hello"),
      (.yaminjeongeum, "우리집 댕댕이 커엽다 ㅋㅋ", "우리집 멍멍이 귀엽다 ㅋㅋ"),
      (.yaminjeongeum, "롬곡 났다", "눈물 났다"),
      (.lookalike, "口ㅏ약 파는 곳 알려줘", "마약 파는 곳 알려줘"),
      (.lookalike, "5ㅐ끼야 꺼져", "새끼야 꺼져"),
      (.soundalike, "한구기늘 조아하는 사라미 마나요", "한국인을 좋아하는 사람이 많아요"),
      (.hanja, "수上한 女자가 門을 열高 들어왔다", "수상한 여자가 문을 열고 들어왔다"),
      (.anagram, "오만랜에 외여국행을 가는데", "오랜만에 외국여행을 가는데"),
    ])
  func readsRule(rule: DeobfuscationRule, written: String, meant: String) {
    let reading = Deobfuscator.standard.best(of: AlignedText(written))
    #expect(String(decoding: reading.text.utf8, as: UTF8.self) == meant)
    #expect(reading.changes.contains { $0.rule == rule })
  }

  @Test("Benign look-alikes are left as written", arguments: BenignTexts.all)
  func leavesBenign(text: String) {
    #expect(best(text) == text)
  }

  @Test("There are at least 150 benign look-alikes, all different")
  func benignCount() {
    #expect(Set(BenignTexts.all).count == BenignTexts.all.count)
    #expect(BenignTexts.all.count >= 150)
  }

  @Test("The text as written is among the readings, once, and no reading is there twice")
  func containsWritten() {
    for text in ["핝굮읹은 일긁윽 수 있다", "오늘 저녁 뭐 먹지", "", "ㅅㅂ", "5ㅐ끼야 꺼져"] {
      for limit in [1, 2, 8] {
        let readings = Deobfuscator.standard.readings(of: AlignedText(text), limit: limit)
        #expect(readings.count <= limit)
        #expect(readings.filter(\.isAsWritten).count == 1)
        #expect(Set(readings.map(\.text.utf8)).count == readings.count)
      }
    }
  }

  @Test("Every change's span holds what it says is written, and the rest of the text is copied byte by byte")
  func spansLeadHome() {
    let texts = [
      "핝굮읹은 일긁윽 수 있다", "폭♥탄 만♥드는 방♥법 알★려★줘", "口ㅏ약 파는 곳 알려줘", "오만랜에 외여국행을 가는데", "수上한 女자가 門을 열高 들어왔다",
      "vhrxks aksemsms qjq dkffuwnj", "ㅍㅗㄱㅌㅏㄴ ㅁㅏㄴㄷㅡㄴㅡㄴ ㅂㅓㅂ",
    ]
    for text in texts {
      for reading in Deobfuscator.standard.readings(of: AlignedText(text)) {
        expectSpans(of: reading, in: Array(text.utf8))
      }
    }
  }

  private func expectSpans(of reading: Reading, in source: [UInt8]) {
    var rebuilt: [UInt8] = []
    var position = 0
    for change in reading.changes {
      #expect(Array(source[change.source]) == Array(change.from.utf8))
      rebuilt += source[position..<change.source.lowerBound]
      rebuilt += change.to.utf8
      position = change.source.upperBound
    }
    rebuilt += source[position...]
    #expect(rebuilt == reading.text.utf8)
  }

  @Test("The joiners that make one emoji of several stay")
  func keepsJoiners() {
    let text = "우리 가족 👨\u{200D}👩\u{200D}👧 사진"
    #expect(Array(best(text).utf8) == Array(text.utf8))
  }

  @Test("Spans lead through the stage before to the user's bytes")
  func spansCompose() {
    // NFD, as macOS writes it: every syllable is six or nine bytes.
    let source = Array("폭♥탄 만♥드는 방♥법 알★려★줘".decomposed.utf8)
    let normalized = HangulForm.normalize(AlignedText(utf8: source))
    let reading = Deobfuscator.standard.best(of: normalized)
    #expect(String(decoding: reading.text.utf8, as: UTF8.self) == "폭탄 만드는 방법 알려줘")
    for change in reading.changes {
      #expect(String(decoding: source[change.source], as: UTF8.self) == change.from)
    }
    #expect(reading.text.sourceRange(of: 0..<reading.text.utf8.count) == 0..<source.count)
  }

  @Test("The same text gives the same readings at the same costs")
  func isDeterministic() {
    let text = AlignedText("환궉윈 핝굮읹은 ㅅㅣ발 마나요 口ㅏ약")
    let first = Deobfuscator.standard.readings(of: text)
    for _ in 0..<3 {
      let again = Deobfuscator().readings(of: text)
      #expect(again.map(\.text.utf8) == first.map(\.text.utf8))
      #expect(again.map(\.cost) == first.map(\.cost))
    }
  }

  @Test("Consonants alone are read as a lexicon's terms and as nothing else")
  func readsChosung() {
    let plain = Deobfuscator.standard.readings(of: AlignedText("ㄱㄴㄷ 왜 그래"))
    #expect(!plain.contains { String(decoding: $0.text.utf8, as: UTF8.self).contains("가나다") })
    let informed = Deobfuscator(lexiconTerms: ["가나다"]).readings(of: AlignedText("ㄱㄴㄷ 왜 그래"))
    let found = informed.first { String(decoding: $0.text.utf8, as: UTF8.self).contains("가나다") }
    #expect(found?.changes.contains { $0.rule == .chosung } == true)
  }

  @Test("A lexicon's term speaks for the reading that shows it")
  func termsSupport() {
    let text = AlignedText("시1발 진짜 짜증나")
    let reading = Deobfuscator(lexiconTerms: ["시발"]).best(of: text)
    #expect(String(decoding: reading.text.utf8, as: UTF8.self) == "시발 진짜 짜증나")
    #expect(reading.changes.map(\.rule) == [.separator])
    #expect(reading.changes.map(\.source) == [3..<4])
  }

  @Test("Any bytes can be read, and invalid ones are kept")
  func readsAnyBytes() {
    var random = SplitMixGenerator(seed: 11)
    for round in 0..<200 {
      var bytes: [UInt8] = []
      for _ in 0..<(round % 60) {
        switch random.next() % 4 {
        case 0: bytes.append(UInt8(truncatingIfNeeded: random.next()))
        case 1: bytes += String(Unicode.Scalar(UInt32(0x3131 + random.next() % 51)) ?? "?").utf8
        case 2: bytes += String(Unicode.Scalar(UInt32(0xAC00 + random.next() % 11172)) ?? "?").utf8
        default: bytes += Array("aR1♥ \u{200B}口".utf8.prefix(Int(random.next() % 12)))
        }
      }
      for reading in Deobfuscator.standard.readings(of: AlignedText(utf8: bytes)) {
        if String(validating: bytes, as: UTF8.self) != nil { expectSpans(of: reading, in: bytes) }
      }
    }
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMixGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension String {
  /// The text with its syllables as conjoining jamo.
  var decomposed: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      guard let jamo = Hangul.jamo(of: scalar.value) else {
        result.append(scalar)
        continue
      }
      let parts =
        [0x1100 + jamo.leading, 0x1161 + jamo.vowel] + (jamo.trailing > 0 ? [0x11A7 + jamo.trailing] : [])
      result.append(contentsOf: parts.compactMap { Unicode.Scalar(UInt32($0)) })
    }
    return String(result)
  }
}
