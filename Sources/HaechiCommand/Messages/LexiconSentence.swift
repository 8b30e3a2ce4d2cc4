import Lexicons
import Normalization

/// What is wrong in a file of the lexicons, as a sentence.
struct LexiconSentence {
  let problem: LexiconIssue.Problem

  init(_ problem: LexiconIssue.Problem) { self.problem = problem }

  /// The sentence in `language`.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  private var english: String {
    switch problem {
    case .unreadable(let reason): "The file cannot be read: \(Detail.phrase(reason, in: .en))."
    case .notUTF8(let offset): "The bytes from offset \(offset) on are not UTF-8. Save the file as UTF-8."
    case .carriageReturn: "The line ends with CR LF. End lines with LF alone."
    case .noFinalLineEnd: "The last line has no end. Add one."
    case .invalidField("row", let expected, let found):
      "The row has \(found) fields where the header has \(expected). Separate fields by tabs; an empty one is “-”."
    case .invalidField("header", let expected, let found):
      "The header should be “\(expected)”, separated by tabs, and is “\(found)”."
    case .invalidField(let column, let expected, let found):
      "The column “\(column)” should be one of “\(expected)” and is “\(found)”."
    case .invalidValue(let key, let expected, let found):
      "The value at “\(key)” should be: \(Detail.phrase(expected, in: .en)). It is: \(Detail.phrase(found, in: .en))."
    case .duplicateName(let name, let first): "The name “\(name)” is given to another entry too: \(first)."
    case .duplicateSpelling(let spelling, let first):
      "“\(spelling)” is a spelling of another term of this category too: \(first). Keep one."
    case .repeatedSpelling(let spelling): "“\(spelling)” is there twice in the row. Keep one."
    case .emptyField(let column): "The column “\(column)” has nothing in it."
    case .invalidID(let id):
      "The name “\(id)” should be lower-case ASCII letters, digits and hyphens, and begin with a letter."
    case .notHangulForm(let column, let text):
      "“\(text)” in the column “\(column)” is not in the hangul form, or has spaces at its ends. Write it as `haechi normalize` does."
    case .unknownCategory(let slug): "There is no category “\(slug)” in taxonomy.yaml."
    case .collisionWithoutTerm(let collision):
      "The collision “\(collision)” does not contain the term or a variant."
    case .collisionIsTerm(let collision):
      "The collision “\(collision)” is a spelling of the term itself. It cannot be benign and not."
    case .matchesBenign(let spelling, let benign, let place):
      "“\(spelling)” matches in the benign text “\(benign)” (\(place)). Add a collision, or narrow the match."
    case .loneSwapClass(let name):
      "The swap class “\(name)” has one member, which can be swapped for nothing."
    }
  }

  private var korean: String {
    switch problem {
    case .unreadable(let reason): "파일을 읽을 수 없습니다: \(Detail.phrase(reason, in: .ko))."
    case .notUTF8(let offset): "\(offset)번째 바이트부터 UTF-8이 아닙니다. UTF-8로 저장하세요."
    case .carriageReturn: "줄이 CR LF로 끝납니다. LF로만 끝내세요."
    case .noFinalLineEnd: "마지막 줄이 줄바꿈으로 끝나지 않습니다. 줄바꿈을 넣으세요."
    case .invalidField("row", let expected, let found):
      "머리글은 \(expected)칸인데 이 행은 \(found)칸입니다. 칸은 탭으로 나누고 빈 칸에는 “-”를 적으세요."
    case .invalidField("header", let expected, let found): "머리글은 탭으로 나눈 “\(expected)”이어야 하는데 “\(found)”입니다."
    case .invalidField(let column, let expected, let found):
      "“\(column)” 칸은 “\(expected)” 가운데 하나여야 하는데 “\(found)”입니다."
    case .invalidValue(let key, let expected, let found):
      "“\(key)”의 값은 “\(Detail.phrase(expected, in: .ko))”이어야 하는데 “\(Detail.phrase(found, in: .ko))”입니다."
    case .duplicateName(let name, let first): "이름 \(topic(name)) 다른 항목의 이름이기도 합니다: \(first)."
    case .duplicateSpelling(let spelling, let first):
      "\(topic(spelling)) 같은 범주의 다른 말에도 적혀 있습니다: \(first). 하나만 두세요."
    case .repeatedSpelling(let spelling): "\(subject(spelling)) 한 행에 두 번 적혀 있습니다. 하나만 두세요."
    case .emptyField(let column): "“\(column)” 칸이 비어 있습니다."
    case .invalidID(let id): "이름 \(topic(id)) ASCII 소문자로 시작하고 소문자, 숫자, 붙임표로만 되어야 합니다."
    case .notHangulForm(let column, let text):
      "“\(column)” 칸의 \(topic(text)) hangul 꼴이 아니거나 앞뒤에 빈칸이 있습니다. `haechi normalize`의 결과대로 적으세요."
    case .unknownCategory(let slug): "taxonomy.yaml에 “\(slug)” 범주가 없습니다."
    case .collisionWithoutTerm(let collision): "겹침 말 “\(collision)”에 이 말도 그 변형도 들어 있지 않습니다."
    case .collisionIsTerm(let collision): "겹침 말 \(subject(collision)) 이 항목의 말이기도 합니다. 하나만 두세요."
    case .matchesBenign(let spelling, let benign, let place):
      "\(subject(spelling)) 무해한 글 “\(benign)”에서 걸립니다(\(place)). 겹침 말을 더하거나 자리를 좁히세요."
    case .loneSwapClass(let name): "바꿈 묶음 “\(name)”에는 말이 하나뿐이라 바꿀 것이 없습니다."
    }
  }
}

/// What the verbs of the lexicons tell besides their output.
enum LexiconNews: Equatable {
  case lintSummary(issues: Int)
  case badLine(path: String, line: Int, isTooLong: Bool)

  /// The sentence in `language`.
  func text(in language: Language) -> String {
    switch (self, language) {
    case (.lintSummary(0), .ko): "고칠 것이 없습니다."
    case (.lintSummary(0), .en): "Nothing to correct."
    case (.lintSummary(let issues), .ko): "고칠 것이 \(grouped(issues))개 있습니다."
    case (.lintSummary(1), .en): "One thing to correct."
    case (.lintSummary(let issues), .en): "\(grouped(issues)) things to correct."
    case (.badLine(let path, let line, true), .ko): "\(path):\(line): 줄이 너무 길어 넘어갑니다."
    case (.badLine(let path, let line, true), .en):
      "\(path):\(line): The line is too long and is passed over."
    case (.badLine(let path, let line, false), .ko): "\(path):\(line): UTF-8이 아니어서 넘어갑니다."
    case (.badLine(let path, let line, false), .en):
      "\(path):\(line): The line is not UTF-8 and is passed over."
    }
  }
}

/// `word` in quotation marks with the particle of the subject.
private func subject(_ word: String) -> String { "“\(word)”" + (endsClosed(word) ? "이" : "가") }

/// `word` in quotation marks with the particle of the topic.
private func topic(_ word: String) -> String { "“\(word)”" + (endsClosed(word) ? "은" : "는") }

/// Whether the last syllable of `word` has a batchim.
private func endsClosed(_ word: String) -> Bool {
  guard let last = word.unicodeScalars.last, let jamo = Hangul.jamo(of: last.value) else { return false }
  return jamo.trailing != 0
}
