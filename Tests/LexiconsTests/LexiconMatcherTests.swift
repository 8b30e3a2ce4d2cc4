import Normalization
import Testing

@testable import Lexicons

@Suite struct LexiconMatcherTests {
  static let lexicon = Lexicon(terms: [
    term("시발", variants: ["씨발"], collisions: ["시발점", "시발역"], id: "a"), term("새끼", id: "b"),
    term("병신", collisions: ["병신년 신축"], id: "c"), term("개새끼", severity: .high, .anywhere, id: "d"),
    term("ㅅㅂ", id: "e"), term("GHB", category: "drugs", id: "f"), term("좆", .word, id: "g"),
    term("동반 자살", category: "self_harm", .anywhere, id: "h"), term("자살", category: "self_harm", id: "i"),
    term("계정 뚫", variants: ["계정뚫"], category: "cyber", id: "j"), term("삥뜯", category: "harassment", id: "k"),
    term("족쳐버", id: "l"), term("lsd", category: "drugs", .anywhere, id: "m"),
  ])
  static let matcher = LexiconMatcher(lexicon: lexicon)

  static func ids(_ text: String) -> [String] { matcher.matches(in: text).map(\.term.id) }

  @Test(
    "A stem matches where a word may stand",
    arguments: [
      ("시발", ["a"]), ("아 시발 진짜", ["a"]), ("씨발아!", ["a"]), ("시발점이 어디야", []), ("시발역에서 만나", []),
      ("시발이네 시발점", ["a"]), ("새끼손가락", []), ("새끼야", ["b"]), ("그새끼가", ["b"]), ("병신새끼야", ["c", "b"]),
      ("이병신같은", ["c"]), ("너는병신이냐", ["c"]), ("통신병신호", []), ("병신은", ["c"]), ("병신는", []),
      ("병신년 신축년", []), ("개새끼들", ["d"]), ("무개새끼를", ["d"]), ("ㅅㅂ", ["e"]), ("ㅅㅂㅋㅋㅋ", ["e"]),
      ("ㅋㅋㅅㅂ", ["e"]), ("ㅅㅂㅈ", []), ("아ㅅㅂ", ["e"]), ("ghb를 구함", ["f"]), ("aghb", []), ("GHB2", []),
      ("좆", ["g"]), ("좆같네", []), ("좆ㅋㅋ", ["g"]), ("동반   자살", ["h"]), ("동반 자살하자", ["h"]),
      ("자살골을 넣었다", []), ("계정 뚫는 법", ["j"]), ("계정뚫어 줘", ["j"]), ("계정 뚫기", ["j"]), ("삥뜯는 애", ["k"]),
      ("삥뜯고", ["k"]), ("족쳐버려라", ["l"]), ("LSD팝니다", ["m"]), ("wlsd", []), ("lsdx", []), ("lsd2", ["m"]),
      ("시발새끼", ["a", "b"]), ("", []), ("   ", []), ("오늘 날씨 좋다", []),
    ] as [(String, [String])])
  func placement(text: String, expected: [String]) {
    #expect(Self.ids(text) == expected, "\(text)")
  }

  @Test("Spans are bytes of the user's text in NFD, full width and with invisible characters")
  func spans() {
    let zero = "아 시\u{200B}발 진짜"
    #expect(Self.matcher.matches(in: zero).map { piece(zero, $0.source) } == ["시\u{200B}발"])
    let nfd = decomposed("너는 병신이냐")
    #expect(nfd.utf8.count > "너는 병신이냐".utf8.count)
    #expect(
      Self.matcher.matches(in: nfd).map { Array(piece(nfd, $0.source).utf8) } == [
        Array(decomposed("병신").utf8)
      ])
    let wide = "ＧＨＢ를"
    #expect(Self.matcher.matches(in: wide).map { piece(wide, $0.source) } == ["ＧＨＢ"])
    #expect(Self.matcher.matches(in: wide).map(\.matched) == ["GHB"])
  }

  @Test("A match found in another reading says so and points at what is written")
  func readings() {
    let matcher = LexiconMatcher(
      lexicon: Self.lexicon, readings: FixedReading(from: "시1발", to: "시발", rule: .separator))
    let text = "아 시1발 개새끼"
    let matches = matcher.matches(in: text)
    #expect(matches.map(\.term.id) == ["a", "d"])
    #expect(matches.map { piece(text, $0.source) } == ["시1발", "개새끼"])
    #expect(matches.map(\.viaRules) == [[.separator], []])
    #expect(LexiconMatcher(lexicon: Self.lexicon).matches(in: text).map(\.term.id) == ["d"])
  }

  @Test(
    "A reading that is less likely than the text counts if it takes off a disguise, not if it bends a sound")
  func unlikelyReadings() {
    for (rule, isFound) in [(DeobfuscationRule.separator, true), (.soundalike, false), (.spacing, false)] {
      let reading = FixedReading(from: "시1발", to: "시발", rule: rule, isLikelier: false)
      let matches = LexiconMatcher(lexicon: Self.lexicon, readings: reading).matches(in: "시1발")
      #expect(matches.isEmpty != isFound, "\(rule)")
    }
  }

  @Test("A reading does not find what is benign as written")
  func benignReading() {
    let matcher = LexiconMatcher(
      lexicon: Self.lexicon, readings: FixedReading(from: "시발점", to: "시발 점", rule: .spacing))
    #expect(matcher.matches(in: "시발점").isEmpty)
  }

  @Test("Of matches of one category that lie in each other the outer is kept, others are all kept")
  func nesting() {
    let matcher = LexiconMatcher(
      lexicon: Lexicon(terms: [
        term("마약", category: "drugs", .anywhere, id: "x"),
        term("마약 사기", category: "fraud", .anywhere, id: "y"),
        term("마약 사기꾼", category: "drugs", .anywhere, id: "z"),
      ]))
    #expect(matcher.matches(in: "마약 사기꾼").map(\.term.id) == ["z", "y"])
  }

  @Test("Long texts of one term take linear time", .timeLimit(.minutes(1)))
  func linear() {
    let text = String(repeating: "개시발 ", count: 20_000)
    let matches = Self.matcher.matches(in: AlignedText(text))
    #expect(matches.count == 20_000)
    #expect(Self.matcher.matches(in: AlignedText(String(repeating: "시발점", count: 20_000))).isEmpty)
    #expect(Self.matcher.matches(in: AlignedText(String(repeating: "시발", count: 20_000))).isEmpty)
  }

  @Test("Any bytes give matches in order whose spans lie in the text", arguments: 0..<40)
  func anyBytes(seed: Int) {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let pieces: [[UInt8]] = ["시발", "병신", "ㅅㅂ", " ", "개새끼", "은", "이야", "점", "자살", "동반", "ㅋ"].map {
      Array($0.utf8)
    }
    var bytes: [UInt8] = []
    for _ in 0..<60 {
      if Bool.random(using: &numbers) {
        bytes += pieces[Int.random(in: 0..<pieces.count, using: &numbers)]
      } else if Int.random(in: 0..<4, using: &numbers) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &numbers))
      }
    }
    let matches = Self.matcher.matches(in: AlignedText(utf8: bytes))
    #expect(matches.map(\.source.lowerBound) == matches.map(\.source.lowerBound).sorted())
    for match in matches { #expect(match.source.lowerBound >= 0 && match.source.upperBound <= bytes.count) }
  }
}
