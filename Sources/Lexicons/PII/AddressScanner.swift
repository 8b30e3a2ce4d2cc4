/// Korean postal addresses down to the house: region, district, road or neighbourhood, number.
///
/// A road or a neighbourhood with a number alone is weak evidence (a train 부산으로 2시간 has the same shape), so
/// without region and district it needs 번지, 번길 or a word of context.
enum AddressScanner {
  /// The addresses in valid UTF-8. Masking hides the road's name and all numbers. O(n).
  @Sendable static func findings(
    in utf8: UnsafeBufferPointer<UInt8>, _ pattern: PIIPattern
  ) -> [PIIFinding] {
    let words = Self.words(of: utf8)
    var findings: [PIIFinding] = []
    var index = 0
    while index < words.count {
      if let (finding, next) = finding(in: utf8, words: words, at: index, pattern) {
        findings.append(finding)
        index = next
      } else {
        index += 1
      }
    }
    return findings
  }

  private struct Word {
    let range: Range<Int>
    let scalars: [UInt32]
    let offsets: [Int]

    /// The last scalar without a comma behind it.
    var last: UInt32 { (scalars.last == 0x2C ? scalars.dropLast().last : scalars.last) ?? 0 }
    var count: Int { scalars.last == 0x2C ? scalars.count - 1 : scalars.count }
    var isHangulFirst: Bool { 0xAC00...0xD7A3 ~= (scalars.first ?? 0) }
    var isNumberFirst: Bool { 0x30...0x39 ~= (scalars.first ?? 0) }
  }

  private static let provinces = Set(
    """
    서울특별시 서울시 서울 부산광역시 부산시 부산 대구광역시 대구시 대구 인천광역시 인천시 인천 광주광역시 광주시 광주 대전광역시 대전시 대전 울산광역시 울산시 울산
    세종특별자치시 세종시 세종 경기도 경기 강원도 강원특별자치도 강원 충청북도 충북 충청남도 충남 전라북도 전북특별자치도 전북 전라남도 전남 경상북도 경북 경상남도 경남
    제주특별자치도 제주도 제주
    """.split(whereSeparator: \.isWhitespace).map { $0.unicodeScalars.map(\.value) })
  private static let districtEnds = Set("시군구".unicodeScalars.map(\.value))
  private static let townEnds = Set("읍면".unicodeScalars.map(\.value))
  private static let placeEnds = Set("동리가로길".unicodeScalars.map(\.value))
  private static let unitEnds = Set("동호층실".unicodeScalars.map(\.value))

  private static func words(of utf8: UnsafeBufferPointer<UInt8>) -> [Word] {
    var words: [Word] = []
    var (scalars, offsets) = ([UInt32](), [Int]())
    var offset = 0
    func end(_ words: inout [Word]) {
      guard let first = offsets.first else { return }
      words.append(Word(range: first..<offset, scalars: scalars, offsets: offsets + [offset]))
      (scalars, offsets) = ([], [])
    }
    while let scalar = ScalarReading.scalar(in: utf8, at: offset) {
      if scalar.value == 0x20 {
        end(&words)
      } else {
        scalars.append(scalar.value)
        offsets.append(offset)
      }
      offset = scalar.end
    }
    end(&words)
    return words
  }

  private static func finding(
    in utf8: UnsafeBufferPointer<UInt8>, words: [Word], at start: Int, _ pattern: PIIPattern
  ) -> (PIIFinding, next: Int)? {
    var index = start
    func word(_ index: Int) -> Word? { index < words.count ? words[index] : nil }
    let hasProvince = provinces.contains(words[start].scalars)
    if hasProvince { index += 1 }
    var districts = 0
    while districts < 2, let next = word(index), next.isHangulFirst, 2...6 ~= next.count,
      districtEnds.contains(next.last)
    {
      (index, districts) = (index + 1, districts + 1)
    }
    if districts > 0 || hasProvince, let next = word(index), next.isHangulFirst, townEnds.contains(next.last)
    {
      index += 1
    }
    guard let place = word(index), place.isHangulFirst, 2...12 ~= place.count, isPlace(place) else {
      return nil
    }
    index += 1
    var parts = place.offsets.indices.dropLast().dropLast().map { place.offsets[$0]..<place.offsets[$0 + 1] }
    // 테헤란로 12길 34
    if let lane = word(index), lane.isNumberFirst, lane.last == 0xAE38 {
      parts += digits(of: lane)
      index += 1
    }
    guard let number = word(index), let end = houseNumber(number) else { return nil }
    let isBounded = end.isPlot
    parts += digits(of: number, to: end.offset)
    var range = words[start].range.lowerBound..<end.offset
    index += 1
    while end.isWhole, let unit = word(index), unit.isNumberFirst, let unitEnd = unitNumber(unit) {
      parts += digits(of: unit, to: unitEnd)
      range = range.lowerBound..<unitEnd
      index += 1
    }
    let confidence: PIIMatch.Confidence =
      hasProvince ? .high : districts > 0 || isBounded ? pattern.alone ?? .medium : .low
    return (
      PIIFinding(range: range, parts: parts, keepFirst: 0, keepLast: 0, confidence: confidence), index
    )
  }

  /// Whether a word names a road or a neighbourhood: 테헤란로, 판교역로235번길, 역삼동, 역삼1동.
  private static func isPlace(_ word: Word) -> Bool {
    placeEnds.contains(word.last)
      && word.scalars.prefix(word.count).allSatisfy {
        0xAC00...0xD7A3 ~= $0 || 0x30...0x39 ~= $0 || $0 == 0xB7
      }
  }

  /// Where a house number such as 12, 12-3, 12번지 or 12, ends; whether 번지 says that it is one, and whether the
  /// word ends with it.
  private static func houseNumber(_ word: Word) -> (offset: Int, isPlot: Bool, isWhole: Bool)? {
    var index = 0
    func run() -> Int {
      var count = 0
      while index < word.scalars.count, 0x30...0x39 ~= word.scalars[index] {
        (index, count) = (index + 1, count + 1)
      }
      return count
    }
    guard 1...4 ~= run() else { return nil }
    if index + 1 < word.scalars.count, word.scalars[index] == 0x2D, 0x30...0x39 ~= word.scalars[index + 1] {
      index += 1
      guard 1...4 ~= run() else { return nil }
    }
    let rest = word.scalars[index...]
    let isPlot = rest.starts(with: [0xBC88, 0xC9C0])  // 번지
    if isPlot {
      index += 2
    } else if rest.first == 0xBC88 || rest.first == 0xD638 {
      index += 1
    } else {
      // 2시간, 3층, 5분: quantities.
      guard
        rest.first.map({ $0 == 0x2C || KoreanTail.accepts(rest, after: nil) || !(0xAC00...0xD7A3 ~= $0) })
          ?? true
      else { return nil }
    }
    let isWhole = index == word.scalars.count || word.scalars[index] == 0x2C
    return (word.offsets[index], isPlot, isWhole)
  }

  /// Where a unit such as 101동, 1503호 or 3층 ends; `nil` if the word is none.
  private static func unitNumber(_ word: Word) -> Int? {
    guard let index = word.scalars.firstIndex(where: { !(0x30...0x39 ~= $0 || $0 == 0x2D) }), index <= 5,
      unitEnds.contains(word.scalars[index])
    else { return nil }
    return word.offsets[index + 1]
  }

  private static func digits(of word: Word, to end: Int = .max) -> [Range<Int>] {
    word.scalars.indices.filter { 0x30...0x39 ~= word.scalars[$0] && word.offsets[$0] < end }
      .map { word.offsets[$0]..<word.offsets[$0 + 1] }
  }
}
