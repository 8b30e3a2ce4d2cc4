/// How a number ends when it is read with Sino-Korean numerals.
enum NumberEnding {
  /// The ending of the digits at the end of `scalars`.
  static func ending(of scalars: [UInt32]) -> WordEnding {
    var digits: [UInt32] = []
    var behindDigits: UInt32?
    for scalar in scalars.reversed() {
      if WordEnding.isDigit(scalar) {
        digits.append(scalar - 0x30)
        // A comma with three digits behind it belongs to the number.
      } else if scalar == 0x2C, digits.count.isMultiple(of: 3), !digits.isEmpty {
        continue
      } else {
        behindDigits = scalar
        break
      }
    }
    let zeros = digits.prefix { $0 == 0 }.count
    // Behind a point or a dash, and with a zero in front, digits are read one by one.
    let isReadSingly = behindDigits == 0x2E || behindDigits == 0x2D || (digits.count > 1 && digits.last == 0)
    if isReadSingly || zeros == 0 || zeros == digits.count { return single[Int(digits[0])] }
    if zeros < 4 { return .consonant }  // 십, 백, 천
    // 만, 억, 조, 경, 해, 자, 양; beyond, the names end in a consonant more often than not.
    let units: [WordEnding] = [.consonant, .consonant, .vowel, .consonant, .vowel, .vowel, .consonant]
    return units[min(zeros / 4, units.count) - 1]
  }

  /// 영 일 이 삼 사 오 육 칠 팔 구
  private static let single: [WordEnding] = [
    .consonant, .rieul, .vowel, .consonant, .vowel, .vowel, .consonant, .rieul, .rieul, .vowel,
  ]
}
