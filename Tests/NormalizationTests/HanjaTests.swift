import Testing

@testable import Normalization

@Suite struct HanjaTests {
  private func read(_ text: String) -> String {
    String(decoding: Hanja.read(AlignedText(text)).utf8, as: UTF8.self)
  }

  @Test(arguments: [
    ("大韓民國", "대한민국"), ("女子", "여자"), ("男女", "남녀"), ("樂園", "낙원"), ("音樂", "음악"), ("快樂", "쾌락"),
    ("旅行", "여행"), ("海外旅行", "해외여행"), ("歷史", "역사"), ("勞動", "노동"), ("老人", "노인"), ("不可", "불가"),
    ("不動産", "부동산"), ("不正", "부정"), ("比率", "비율"), ("能率", "능률"), ("行列", "행렬"), ("羅列", "나열"),
    ("10年", "10년"), ("年末", "연말"), ("自動車", "자동차"), ("自轉車", "자전거"), ("敗北", "패배"), ("北韓", "북한"),
    ("金浦", "김포"), ("黃金", "황금"), ("六月", "유월"), ("水상해", "수상해"), ("", ""), ("漢字 ABC 가나", "한자 ABC 가나"),
    ("か漢", "か한"), ("龘", "龘"),
  ])
  func chineseCharactersAreRead(text: String, hangul: String) {
    #expect(read(text) == hangul)
  }

  @Test func aCharacterMayHaveSeveralReadings() throws {
    #expect(Hanja.reading(of: 0x91D1) == 0xAE08)
    #expect(Hanja.readings(of: 0x91D1) == [0xAE08, 0xAE40])
    #expect(Hanja.readings(of: 0x6A02).count == 3)
    #expect(Hanja.readings(of: 0x61) == [])
    #expect(Hanja.unicodeVersion.hasPrefix("15."))
  }

  @Test func theInitialSoundLawIsApplied() {
    func law(_ character: Unicode.Scalar) -> Unicode.Scalar? {
      Unicode.Scalar(Hanja.atBeginning(character.value))
    }
    for (syllable, expected): (Unicode.Scalar, Unicode.Scalar) in [
      ("녀", "여"), ("뇨", "요"), ("니", "이"), ("라", "나"), ("래", "내"), ("로", "노"), ("률", "율"), ("례", "예"),
      ("나", "나"), ("가", "가"), ("A", "A"),
    ] {
      #expect(law(syllable) == expected)
    }
  }

  @Test func spansLeadToTheCharacters() {
    let text = Hanja.read(AlignedText("새 大韓"))
    #expect(text.sourceRange(of: 4..<7) == 4..<7)
    #expect(text.differences.count == 2)
  }

  /// Every reading is a syllable, and every compound has one for each character.
  @Test func theTablesAreWhole() {
    var count = 0
    for scalar in 0x3400...0xFAFF as ClosedRange<UInt32> {
      let readings = Hanja.readings(of: scalar)
      #expect(readings.allSatisfy(Hangul.isSyllable))
      count += readings.isEmpty ? 0 : 1
    }
    #expect(count > 8000)
    for entry in HanjaCompounds.words.unicodeScalars.split(separator: " ") {
      let half = entry.count / 2
      #expect(entry.count == 2 * half, "\(String(entry))")
      #expect(entry.prefix(half).allSatisfy { Hanja.reading(of: $0.value) != nil }, "\(String(entry))")
      #expect(entry.dropFirst(half).allSatisfy { Hangul.isSyllable($0.value) }, "\(String(entry))")
    }
  }
}
