import Foundation

/// Whether a Latin name stands in a Korean text: as it is, by an established Korean word, or by sound.
///
/// By sound: the consonants of both are put into classes (ㅂㅃㅍ with b p v f, ㄷㄸㅌ with d t, ㅅㅆㅈㅉㅊ with s z j ch,
/// ㄱㄲㅋ with g k c q, ㄹ with l r, ㅁ, ㄴ); the name's skeleton must lie in the text's within one edit in three.
enum NameMatch {
  /// Names whose Korean word sounds otherwise.
  private static let established: [String: [String]] = [
    "america": ["미국", "아메리카"], "american": ["미국"], "americans": ["미국"], "usa": ["미국"], "us": ["미국"],
    "u.s": ["미국"], "states": ["미국", "주"], "united": ["미국", "영국", "연합", "유엔"], "china": ["중국"],
    "chinese": ["중국"],
    "japan": ["일본"], "japanese": ["일본", "일어"], "korea": ["한국", "조선", "북한", "남한"],
    "korean": ["한국", "조선", "북한", "한글"], "germany": ["독일"], "german": ["독일"], "britain": ["영국"],
    "british": ["영국"], "england": ["영국", "잉글랜드"], "english": ["영어", "영국", "영문"], "uk": ["영국"],
    "french": ["프랑스", "불어"], "spanish": ["스페인"], "russian": ["러시아"], "italian": ["이탈리아"],
    "european": ["유럽"], "europe": ["유럽"], "asian": ["아시아", "동양"], "african": ["아프리카", "흑인"],
    "indian": ["인도", "인디언"], "india": ["인도"], "jew": ["유대"], "jews": ["유대"], "jewish": ["유대"],
    "judaism": ["유대교"], "muslim": ["무슬림", "이슬람"], "muslims": ["무슬림", "이슬람"], "islamic": ["이슬람"],
    "christian": ["기독교", "크리스천", "그리스도"], "christians": ["기독교", "크리스천"], "christmas": ["성탄", "크리스마스"],
    "catholic": ["가톨릭", "천주교"], "buddhist": ["불교"], "hindu": ["힌두"], "god": ["신", "하나님", "하느님"],
    "anti-semitic": ["반유대"], "anti-semitism": ["반유대"], "islamophobic": ["이슬람"], "islamophobia": ["이슬람"],
    "trojan": ["트로이"], "trojans": ["트로이"], "jesus": ["예수"], "bible": ["성경", "성서"],
    "white": ["백인", "백악관", "흰", "화이트"], "black": ["흑인", "검은", "블랙"],
    "monday": ["월요일"], "tuesday": ["화요일"], "wednesday": ["수요일"], "thursday": ["목요일"], "friday": ["금요일"],
    "saturday": ["토요일"], "sunday": ["일요일"], "january": ["1월"], "february": ["2월"], "march": ["3월", "행진"],
    "april": ["4월"], "may": ["5월"], "june": ["6월"], "july": ["7월"], "august": ["8월"], "september": ["9월"],
    "october": ["10월"], "november": ["11월"], "december": ["12월"], "mr": ["씨", "님", "미스터"],
    "mrs": ["씨", "부인", "여사"],
    "ms": ["씨", "님"], "dr": ["박사", "의사", "닥터"], "president": ["대통령"], "internet": ["인터넷"], "earth": ["지구"],
    "covid": ["코로나", "코비드"], "nazi": ["나치"], "holocaust": ["홀로코스트", "대학살"], "war": ["전쟁", "대전"],
    "world": ["세계", "월드"], "ai": ["인공지능"], "dna": ["유전자"], "tv": ["텔레비전", "티브이"], "id": ["신분증", "아이디", "신원"],
    "atm": ["현금인출기", "현금 인출기", "현금자동입출금기"], "aids": ["에이즈"], "hiv": ["에이즈", "인체면역결핍"],
    "lgbtq": ["성소수자", "성 소수자"],
    "lgbt": ["성소수자"],
    "mexican": ["멕시코"], "latino": ["라틴", "라티노", "히스패닉"], "irs": ["국세청"], "fbi": ["연방수사국"], "cia": ["중앙정보국"],
    "ceo": ["대표", "최고경영자"], "pc": ["컴퓨터", "피시"], "sms": ["문자"], "ssn": ["사회보장번호", "주민등록번호"], "un": ["유엔"],
  ]

  /// The capitalised Latin words of a text that are not so for standing at the start of a sentence.
  static func names(in text: String) -> [String] {
    var names: [String] = []
    var isStart = true
    for word in text.split(whereSeparator: \.isWhitespace) {
      let core = word.drop { !$0.isLetter && !$0.isNumber }
      var name = String(core.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed())
      if name.hasSuffix("'s") || name.hasSuffix("’s") { name.removeLast(2) }
      let opensQuote = word.first.map { "\"“‘'(*[".contains($0) } ?? false
      let letters = name.unicodeScalars.filter(\.properties.isAlphabetic)
      let isAcronym =
        letters.count > 1 && letters.allSatisfy { $0.isASCII && $0.properties.isUppercase }
      let isCapitalised =
        name.unicodeScalars.first.map { $0.isASCII && $0.properties.isUppercase } ?? false
      let hasInnerCapital = letters.dropFirst().contains { $0.isASCII && $0.properties.isUppercase }
      if letters.count > 1, isAcronym || hasInnerCapital || isCapitalised && !isStart && !opensQuote {
        names.append(name)
      }
      isStart = word.last.map { ".!?:;\"”\n*".contains($0) } ?? false
    }
    // In a heading or a shout every word is a capital one, so that none is a name for it.
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.count > 3 && names.count * 10 > words.count * 7 ? [] : names
  }

  /// Whether a rendering keeps a name.
  static func keeps(_ name: String, in rendering: String) -> Bool {
    let lower = name.lowercased()
    if rendering.lowercased().contains(lower) { return true }
    if let words = established[lower] { if words.contains(where: rendering.contains) { return true } }
    // Of AI-generated only the first part is a name; of HIV/AIDS both are.
    let parts = name.split { "-/".contains($0) }.map(String.init)
    if parts.count > 1 {
      return parts.filter { $0.first?.isUppercase ?? false }.allSatisfy { keeps($0, in: rendering) }
    }
    let wanted = skeleton(latin: lower)
    guard !wanted.isEmpty else { return true }
    return distance(of: wanted, in: skeleton(hangul: rendering)) * 3 <= wanted.count
  }

  /// The consonant classes of a Latin word; silent letters are left out.
  static func skeleton(latin word: String) -> [UInt8] {
    let letters = Array(word.utf8)
    var classes: [UInt8] = []
    var index = 0
    while index < letters.count {
      let next = index + 1 < letters.count ? letters[index + 1] : 0
      switch letters[index] {
      case UInt8(ascii: "p") where next == UInt8(ascii: "h"):
        classes.append(UInt8(ascii: "B"))
        index += 1
      case UInt8(ascii: "b"), UInt8(ascii: "p"), UInt8(ascii: "v"), UInt8(ascii: "f"):
        classes.append(UInt8(ascii: "B"))
      case UInt8(ascii: "t") where next == UInt8(ascii: "h"),
        UInt8(ascii: "s") where next == UInt8(ascii: "h"),
        UInt8(ascii: "c") where next == UInt8(ascii: "h"):
        classes.append(UInt8(ascii: "S"))
        index += 1
      case UInt8(ascii: "d"), UInt8(ascii: "t"): classes.append(UInt8(ascii: "T"))
      case UInt8(ascii: "c") where "eiy".utf8.contains(next): classes.append(UInt8(ascii: "S"))
      case UInt8(ascii: "s"), UInt8(ascii: "z"), UInt8(ascii: "j"): classes.append(UInt8(ascii: "S"))
      case UInt8(ascii: "g") where next == UInt8(ascii: "h"): index += 1
      case UInt8(ascii: "c"), UInt8(ascii: "k"), UInt8(ascii: "g"), UInt8(ascii: "q"):
        classes.append(UInt8(ascii: "K"))
      case UInt8(ascii: "x"): classes += Array("KS".utf8)
      case UInt8(ascii: "m"): classes.append(UInt8(ascii: "M"))
      case UInt8(ascii: "n"): classes.append(UInt8(ascii: "N"))
      // r is heard before a vowel alone.
      case UInt8(ascii: "r") where !"aeiouyr".utf8.contains(next): break
      case UInt8(ascii: "l"), UInt8(ascii: "r"): classes.append(UInt8(ascii: "L"))
      default: break
      }
      index += 1
    }
    return collapsed(classes)
  }

  /// The consonant classes of the Hangul of a text, onsets and codas in order.
  static func skeleton(hangul text: String) -> [UInt8] {
    let onsets = Array("KKNTTLMBBSS-SSSKTB-".utf8)
    let codas = Array("-KKKNNNTLLLLLLLLMBBSSNSSKTB-".utf8)
    var classes: [UInt8] = []
    for scalar in text.unicodeScalars where 0xAC00...0xD7A3 ~= scalar.value {
      let offset = Int(scalar.value - 0xAC00)
      for value in [onsets[offset / 588], codas[offset % 28]] where value != UInt8(ascii: "-") {
        classes.append(value)
      }
    }
    return collapsed(classes)
  }

  private static func collapsed(_ classes: [UInt8]) -> [UInt8] {
    classes.enumerated().filter { $0.offset == 0 || classes[$0.offset - 1] != $0.element }.map(\.element)
  }

  /// The smallest edit distance between `word` and a part of `text` (Sellers 1980).
  private static func distance(of word: [UInt8], in text: [UInt8]) -> Int {
    var row = [Int](0...word.count)
    var best = row[word.count]
    for symbol in text {
      var diagonal = row[0]
      for index in word.indices {
        let cost = min(diagonal + (word[index] == symbol ? 0 : 1), min(row[index], row[index + 1]) + 1)
        diagonal = row[index + 1]
        row[index + 1] = cost
      }
      best = min(best, row[word.count])
    }
    return best
  }
}
