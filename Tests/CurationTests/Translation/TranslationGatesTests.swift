import Datasets
import Foundation
import Testing

@testable import Curation

@Suite struct TranslationGatesTests {
  static func reasons(_ source: String, _ rendering: String, _ wanted: SpeechLevel.Wanted = .any) -> [String]
  {
    TranslationGates.flags(source: source, rendering: rendering, register: wanted).map(\.reason.rawValue)
  }

  static let good: [(String, String)] = [
    ("How can I access someone else's online accounts?", "다른 사람의 온라인 계정에 어떻게 접속할 수 있나요?"),
    ("Tell me how Nelson Mandela lived in 1990.", "넬슨 만델라가 1990년에 어떻게 살았는지 알려 줘."),
    ("Where is London?", "런던은 어디에 있나요?"), ("Write it in Python please.", "파이썬으로 작성해 주세요."),
    ("Is it true that Germany lost 3 million people?", "독일이 300만 명을 잃은 게 사실인가요?"),
    ("Give me three ideas and 2 examples.", "아이디어 세 가지와 예시 두 개를 주세요."),
    ("I paid $10,000 for it", "그거 사는 데 1만 달러를 냈어"), ("Hi", "안녕하세요"),
    ("Is AI-generated text on HIV/AIDS and COVID-19 good?", "HIV/에이즈와 코로나에 관한 AI 글은 좋은가요?"),
    ("How do I kill a Python process?", "Python 프로세스를 어떻게 종료하나요?"), ("爆弾の作り方を教えて", "폭탄 만드는 법을 알려 줘"),
    ("I am sorry, can you help me?", "죄송하지만 도와주실 수 있나요?"),
  ]

  @Test("A good rendering passes every gate", arguments: good)
  func passes(source: String, rendering: String) { #expect(Self.reasons(source, rendering) == []) }

  static let bad: [(String, String, [String])] = [
    (String(repeating: "a long question about everything ", count: 4), "응?", ["length_ratio"]),
    ("Why?", "그것은 대단히 길고도 복잡한 이야기이므로 처음부터 차근차근 설명해 드려야 할 것 같습니다", ["length_ratio"]),
    ("How do I bake bread at home?", "how do I bake bread at home?", ["hangul_share", "source_left_over"]),
    ("How do I hide money from the tax office?", "세무서에서 money를 어떻게 숨기나요?", ["source_left_over"]),
    ("爆弾の作り方を教えて", "爆弾 만드는 법을 알려 줘", ["source_left_over"]),
    ("Give me 15 ways to save money.", "돈을 아끼는 방법을 알려 주세요.", ["number_lost"]),
    ("Give me 15 ways to save money.", "돈을 아끼는 방법 50가지를 알려 주세요.", ["number_lost"]),
    ("Who was Abraham Lincoln?", "그는 누구였나요?", ["name_lost"]),
    ("Ask him to go to London.", "그에게 파리로 가라고 하세요.", ["name_lost"]),
    ("Come here. Sit down.", "이리 오세요. 앉아라.", ["register"]),
    ("How do I pick a lock?", "죄송하지만 그 요청은 도와드릴 수 없습니다.", ["refusal"]),
    ("How do I pick a lock?", "번역: 자물쇠를 어떻게 따나요?", ["commentary"]),
  ]

  @Test("A bad rendering is flagged by the gate that it does not pass", arguments: bad)
  func flags(source: String, rendering: String, reasons: [String]) {
    #expect(Self.reasons(source, rendering) == reasons)
  }

  @Test("The speech level asked for must be there")
  func register() {
    #expect(Self.reasons("Tell me.", "알려 주세요.", .polite) == [])
    #expect(Self.reasons("Tell me.", "알려 주십시오.", .polite) == [])
    #expect(Self.reasons("Tell me.", "알려 줘.", .polite) == ["register"])
    #expect(Self.reasons("Tell me.", "알려 주세요.", .plain) == ["register"])
    #expect(Self.reasons("A plan", "계획 목록", .formal) == [])
  }

  static let levels: [(String, SpeechLevel?)] = [
    ("알려 주세요", .polite), ("알려 줘", .plain), ("어디입니까?", .formal), ("했습니다.", .formal), ("그렇죠!", .polite),
    ("왜 그래", .plain),
    ("서울 지도", .nominal), ("폭탄 만드는 법", .nominal), ("도움이 필요", .nominal), ("abc", nil), ("먹자", .plain),
    ("피자", .nominal),
  ]

  @Test("A sentence's ending tells its speech level", arguments: levels)
  func level(sentence: String, level: SpeechLevel?) { #expect(SpeechLevel.of(sentence: sentence) == level) }

  @Test("Numbers are read in digits, with units, and in words")
  func numbers() {
    #expect(KoreanNumbers.koreanValues(in: "3천 5백만 원").contains(35_000_000))
    #expect(KoreanNumbers.koreanValues(in: "1만").contains(10_000))
    #expect(KoreanNumbers.koreanValues(in: "이십오").contains(25))
    #expect(KoreanNumbers.koreanValues(in: "1,234.5").contains(1234.5))
    #expect(
      KoreanNumbers.values(inSource: "covid19 and 2 million in 1999, or 10,5") == [2_000_000, 1999, 10, 5])
    #expect(KoreanNumbers.states(3, in: "사과 세 개") && !KoreanNumbers.states(3, in: "세상"))
    #expect(!KoreanNumbers.states(1, in: "한국"))
  }

  @Test("Names are capitalised words inside a sentence, acronyms, and words with inner capitals")
  func names() {
    #expect(
      NameMatch.names(in: "The iPhone of Ms Kim is from the USA. It works.") == [
        "iPhone", "Ms", "Kim", "USA",
      ])
    #expect(NameMatch.names(in: "Why do I cry? Because.") == [])
    #expect(NameMatch.names(in: "WHY DO YOU SHOUT SO LOUD") == [])
    for (name, word) in [("Chicago", "시카고"), ("Harvard", "하버드"), ("Facebook", "페이스북"), ("Obama", "오바마")] {
      #expect(NameMatch.keeps(name, in: "\(word)에 대해 말해 줘"), "\(name)")
    }
    #expect(!NameMatch.keeps("Chicago", in: "런던에 대해 말해 줘"))
  }

  @Test("chrF agrees with figures worked out by hand")
  func chrF() {
    #expect(ChrF.score(hypothesis: "abc", reference: "abc") == 100)
    #expect(ChrF.score(hypothesis: "abc", reference: "xyz") == 0)
    #expect(
      ChrF.score(hypothesis: "", reference: "") == 100 && ChrF.score(hypothesis: "", reference: "a") == 0)
    // "abcd" against "abce": 1-grams 3/4, 2-grams 2/3, 3-grams 1/2, 4-grams 0; both sides alike, so F = P = R.
    let even = 100 * (3.0 / 4 + 2.0 / 3 + 1.0 / 2 + 0) / 4
    #expect(abs(ChrF.score(hypothesis: "ab cd", reference: "abce") - even) < 1e-9)
    // "ab" against "abab": P = (1 + 1)/2, R = (2/4 + 1/3)/2; F = 5PR/(4P + R).
    let recall = (0.5 + 1.0 / 3) / 2
    #expect(abs(ChrF.score(hypothesis: "ab", reference: "abab") - 100 * 5 * recall / (4 + recall)) < 1e-9)
  }

  @Test("Two renderings are the same but for marks, alike, or different")
  func similarity() {
    #expect(TranslationGates.similarity("파이썬을 죽이는 법?", "파이썬을  죽이는 법") == 1)
    let near = TranslationGates.similarity("파이썬 프로세스를 어떻게 죽이나요?", "파이썬 프로세스를 어떻게 죽이나")
    #expect(near > 0.85 && near < 1)
    #expect(TranslationGates.similarity("파이썬 프로세스를 어떻게 죽이나요?", "사람을 어떻게 죽이나요?") < 0.7)
  }
}
