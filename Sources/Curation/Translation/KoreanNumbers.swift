import Foundation

/// The numbers that a text states, in digits, in words of Korean, or in both as in 3천 5백만.
enum KoreanNumbers {
  private static let small: [Unicode.Scalar: Double] = ["십": 10, "백": 100, "천": 1000]
  private static let large: [Unicode.Scalar: Double] = ["만": 1e4, "억": 1e8, "조": 1e12]
  private static let digits: [Unicode.Scalar: Double] = [
    "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "영": 0, "공": 0,
  ]
  /// Native numerals as they stand at the start of a word, by value.
  private static let native: [Double: [String]] = [
    0: ["영", "없"], 0.5: ["절반", "반"], 1: ["한", "하나", "첫"], 2: ["두", "둘"], 3: ["세", "셋", "석"],
    4: ["네", "넷", "넉"], 5: ["다섯"], 6: ["여섯"], 7: ["일곱", "일주일"], 8: ["여덟"], 9: ["아홉"], 10: ["열"],
    11: ["열한", "열하나"], 12: ["열두", "열둘"], 20: ["스무", "스물"], 24: ["스물네", "하루"], 30: ["서른"], 40: ["마흔"],
    50: ["쉰"],
  ]
  /// What a native numeral of one syllable counts, where no space stands between.
  private static let counters: [Unicode.Scalar] = Array("개명번시살달가사배주장대병통채권마잔째쪽줄해곳건편".unicodeScalars)

  /// The numbers of a text of an alphabet, with `thousand`, `million`, `billion`, `k` and `m` after them.
  static func values(inSource text: String) -> [Double] {
    var values: [Double] = []
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      guard let (value, end) = number(scalars, at: index) else {
        index += 1
        continue
      }
      // In "covid19", "COVID-19" or "sha256" the digits are part of a name.
      let isJoined = index > 0 && ["-", "_"].contains(scalars[index - 1])
      let before = index - (isJoined ? 2 : 1)
      let isPartOfName = before >= 0 && scalars[before].properties.isAlphabetic
      let tail = String(String.UnicodeScalarView(scalars[end...].prefix(10))).lowercased()
      var factor = 1.0
      for (word, power) in [
        (" thousand", 1e3), (" million", 1e6), (" billion", 1e9), (" trillion", 1e12), ("k ", 1e3),
      ] where tail.hasPrefix(word) { factor = power }
      if !isPartOfName { values.append(value * factor) }
      index = end
    }
    return values
  }

  /// Whether a Korean text states a number.
  static func states(_ value: Double, in text: String) -> Bool {
    if koreanValues(in: text).contains(where: { abs($0 - value) < 1e-9 * max(1, abs(value)) }) { return true }
    guard let numerals = native[value] else { return false }
    return text.split(whereSeparator: \.isWhitespace).contains { word in
      numerals.contains { numeral in
        guard word.hasPrefix(numeral) else { return false }
        guard let next = word.unicodeScalars.dropFirst(numeral.unicodeScalars.count).first else {
          return true
        }
        return numeral.unicodeScalars.count > 1 || counters.contains(next)
      }
    }
  }

  /// The numbers of a Korean text; digits take the units 십, 백, 천, 만, 억, 조 behind them.
  static func koreanValues(in text: String) -> [Double] {
    let scalars = Array(text.unicodeScalars)
    var values: [Double] = []
    var index = 0
    while index < scalars.count {
      guard number(scalars, at: index) != nil || digits[scalars[index]] != nil || small[scalars[index]] != nil
      else {
        index += 1
        continue
      }
      var (total, section, current) = (0.0, 0.0, Double?.none)
      let start = index
      var parts: [Double] = []
      while index < scalars.count {
        if let (value, end) = number(scalars, at: index) {
          parts.append(value)
          current = value
          index = end
        } else if let digit = digits[scalars[index]] {
          current = (current ?? 0) * (current == nil ? 1 : 10) + digit
          index += 1
        } else if let unit = small[scalars[index]] {
          section += (current ?? 1) * unit
          current = nil
          index += 1
        } else if let unit = large[scalars[index]], section > 0 || current != nil {
          total += (section + (current ?? 0)) * unit
          (section, current) = (0, nil)
          index += 1
        } else if scalars[index] == " ", index > start, current == nil, index + 1 < scalars.count,
          number(scalars, at: index + 1) != nil || digits[scalars[index + 1]] != nil
        {
          index += 1
        } else {
          break
        }
      }
      values.append(total + section + (current ?? 0))
      values += parts
    }
    return values
  }

  /// A number in ASCII digits with separators of thousands and a decimal point, and where it ends.
  private static func number(_ scalars: [Unicode.Scalar], at start: Int) -> (value: Double, end: Int)? {
    guard isDigit(scalars[start]) else { return nil }
    var text = ""
    var end = start
    while end < scalars.count {
      if isDigit(scalars[end]) {
        text.unicodeScalars.append(scalars[end])
      } else if scalars[end] == ",", end + 3 < scalars.count,
        scalars[(end + 1)...(end + 3)].allSatisfy(isDigit),
        end + 4 == scalars.count || !isDigit(scalars[end + 4])
      {
        // A separator of thousands.
      } else if scalars[end] == ".", !text.contains("."), end + 1 < scalars.count, isDigit(scalars[end + 1]) {
        text += "."
      } else {
        break
      }
      end += 1
    }
    return Double(text).map { ($0, end) }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { 0x30...0x39 ~= scalar.value }
}
