import Datasets
import Evaluation
import Lexicons
import Training

extension WorkshopFault {
  /// The sentence for Korean readers. Names stand where no particle must agree with their last sound.
  var korean: String {
    switch self {
    case .dataset(let error): error.korean
    case .lexicon(let error): error.korean
    case .model(let error): error.korean
    case .tokenization(let error): error.korean
    case .training(let error): error.korean
    case .run(let error): error.korean
    case .evaluation(let error): error.korean
    case .vocabulary(let expected, let found):
      "토크나이저의 조각은 \(found)개인데 모델에는 \(expected)개의 자리가 있습니다. 함께 학습한 토크나이저와 모델을 쓰세요."
    case .normalization(let found):
      "모델이 요구하는 글의 형태가 이 버전에 없습니다: “\(found)”. 모델을 만든 버전의 haechi를 쓰세요."
    }
  }
}

extension DatasetError {
  fileprivate var korean: String {
    switch self {
    case .unreadable(let path, let reason): unreadableFile(path, reason)
    case .unwritable("", let reason):
      "데이터셋을 JSON으로 쓸 수 없습니다: \(Detail.reason(reason)). \(bug)"
    case .unwritable(let path, let reason):
      Message.fileUnwritable(path: path, reason: Detail.reason(reason)).korean
    case .invalidYAML(let path, let key, let expected, let found):
      invalidFile(path, key: key, expected: expected, found: found)
    case .duplicateSource(let id, let path):
      "두 매니페스트의 id가 같습니다: “\(id)” (둘째 파일: \(path)). 출처마다 다른 id를 주세요."
    case .unknownSource(let id, let known):
      "레시피에 적힌 출처의 매니페스트가 없습니다: “\(id)”. 있는 출처: \(list(known)). 이름을 고치거나 --corpora의 “sources” 폴더에 매니페스트를 더하세요."
    case .unknownSplit(let source, let split, let known):
      "출처 “\(source)”에 없는 분할입니다: “\(split)”. 있는 분할: \(list(known)). 레시피를 고치세요."
    case .forbiddenUse(let source, let use, let permitted):
      "출처 “\(source)”에 허락되지 않은 용도입니다: “\(use)”. 매니페스트가 허락하는 용도: \(list(permitted)). 레시피의 이 부분에서 빼세요."
    case .unknownCategory(let slug, let place, let known):
      "“\(place)”에 적힌 범주가 레시피에 없습니다: “\(slug)”. 레시피의 범주: \(list(known)). 이름을 고치거나 레시피에 범주를 더하세요."
    case .missingFolder(let source, let path):
      "출처 “\(source)”의 폴더가 없습니다: \(path). 자료를 내려받거나 자료가 든 폴더를 --mirror로 지정하세요."
    case .missingFile(let source, let path):
      "출처 “\(source)”의 파일이 없습니다: \(path). 자료를 다시 내려받으세요."
    case .checksumMismatch(let source, let path, let expected, let found):
      "출처 “\(source)”의 파일이 매니페스트에 적힌 것과 다릅니다: \(path) (SHA-256이 \(expected) 대신 \(found)). 자료를 다시 내려받으세요."
    case .packing(let source, let path, let fault):
      "출처 “\(source)”의 파일 \(path)의 압축을 풀 수 없습니다: \(fault.korean). 파일을 다시 내려받으세요."
    case .malformedFile(let source, let path, let line, let fault):
      "출처 “\(source)”의 파일 \(path), \(line)번째 줄부터 행을 나눌 수 없습니다: \(fault.korean). 파일을 다시 내려받거나 매니페스트의 형식을 고치세요."
    case .emptyEvaluation(let name):
      "평가 자료가 비었습니다: “\(name)”. 레시피에서 그 출처와 분할, 거르는 조건을 확인하세요."
    }
  }
}

extension RowFault {
  /// What is wrong with the row, to stand after a colon.
  fileprivate var korean: String {
    switch self {
    case .invalidUTF8: "UTF-8이 아닌 바이트가 있습니다"
    case .fieldCount(let expected, let found): "필드가 \(expected)개여야 하는데 \(found)개입니다"
    case .textAfterQuote: "닫는 따옴표 뒤에 구분자 대신 글이 있습니다"
    case .unterminatedQuote: "따옴표가 열린 뒤 닫히지 않았습니다"
    case .missingSeparator: "필드를 나누는 구분자가 없습니다"
    case .invalidJSON(let byteOffset, let expected):
      "바이트 위치 \(byteOffset)부터 JSON이 아닙니다 (있어야 할 것: \(phrase(expected)))"
    case .missingField(let name): "필드가 없습니다: “\(name)”"
    case .blankText: "글이 비었습니다"
    case .unknownLabel(let label): "라벨에 맞는 매니페스트 규칙이 없습니다: “\(label)”"
    case .unknownCategory(let slug): "없는 범주입니다: “\(slug)”"
    }
  }
}

extension LexiconError {
  fileprivate var korean: String {
    switch self {
    case .unreadable(let path, let reason): unreadableFile(path, reason)
    case .invalidYAML(let path, let key, let expected, let found):
      invalidFile(path, key: key, expected: expected, found: found)
    case .duplicate(let path, let key, let value):
      "\(path)의 “\(key)” 값이 앞의 것과 겹칩니다: “\(value)”. 항목마다 다른 이름을 주세요."
    case .invalidRow(let path, let line, let column, let expected, let found):
      "\(path):\(line): \(LexiconSentence(.invalidField(column: column, expected: expected, found: found)).text(in: .ko))"
    case .unknown(let what, let name, let known):
      "“\(name)”이라는 \(Detail.phrase(what, in: .ko)) 항목이 없습니다. 있는 것: \(list(known))."
    }
  }
}

extension TrainingError {
  fileprivate var korean: String {
    switch self {
    case .emptyBatch: "배치에 예시가 없습니다. \(bug)"
    case .emptyExample(let index): "배치의 예시에 토큰이 없습니다 (예시 색인 \(index)). \(bug)"
    case .idOutOfRange(let example, let position, let found, let vocabulary):
      "배치의 예시에 조각 \(vocabulary)개를 벗어난 id가 있습니다: \(found) (예시 색인 \(example), 위치 \(position)). \(bug)"
    case .tooLong(let example, let found, let limit):
      "배치의 예시(색인 \(example))는 \(found)토큰인데 모델의 자리는 \(limit)개입니다. 레시피에서 guardian.contextTokens 값을 낮추거나 model.maximumPositions 값을 높이세요."
    case .categoryCount(let example, let expected, let found):
      "배치의 예시(색인 \(example))에 범주가 \(found)개 있는데 모델의 범주는 \(expected)개입니다. \(bug)"
    case .valueOutOfRange(let name, let found):
      "설정 “\(name)”의 값이 범위를 벗어났습니다: \(found). 레시피에서 고치세요."
    case .configuration(let field, let found):
      "이런 모델은 학습할 수 없습니다: “\(field)” 값이 \(found). 레시피에서 고치세요."
    case .parameter(let name, let expected, .some(let found)):
      "가중치 “\(name)”의 모양이 \(found)인데 모델에는 \(expected) 모양이 필요합니다. 레시피의 모델과 모양이 같은 가중치에서 시작하세요."
    case .parameter(let name, let expected, .none):
      "가중치가 없습니다: “\(name)” (모양 \(expected)). 레시피의 모델과 모양이 같은 가중치에서 시작하세요."
    case .notFinite(let step, let loss, let gradientNorm):
      "\(step)번째 걸음에서 학습이 무너졌습니다 (손실 \(loss), 기울기의 크기 \(gradientNorm)). 레시피에서 learningRate 또는 clipNorm 값을 낮추고 새 폴더에서 시작하세요."
    case .file(let path, "read", let errno): InputError(path: path, code: errno).message.korean
    case .file(let path, _, let errno):
      Message.fileUnwritable(path: path, reason: systemReason(errno)).korean
    case .notAState(let path):
      "이 버전의 학습 상태 파일이 아닙니다: \(path). \(stateAdvice)"
    case .stateLength(let path, let expected, let found):
      "학습 상태가 \(expected)바이트여야 하는데 \(found)바이트입니다: \(path). \(stateAdvice)"
    case .stateChecksum(let path, let expected, let found):
      "학습 상태 파일이 손상되었습니다: \(path) (검사합이 \(hexadecimal(expected)) 대신 \(hexadecimal(found))). \(stateAdvice)"
    case .stateMismatch(let path, let field, let expected, let found):
      "다른 실행의 학습 상태 파일입니다: \(path). 다른 항목: “\(field)”\(isNumber(expected, found) ? " (\(expected) 대신 \(found))" : ""). -o로 다른 폴더를 지정하세요."
    }
  }
}

private let stateAdvice = "이 파일을 지우면 그 단계를 처음부터 다시 합니다."

extension TrainingRunError {
  fileprivate var korean: String {
    switch self {
    case .foreignFolder(let path):
      "다른 레시피나 다른 자료로 실행한 폴더입니다: \(path). -o로 다른 폴더를 지정하세요."
    case .file(let path, let reason):
      "실행 폴더의 파일을 읽거나 쓸 수 없습니다: \(path) (\(Detail.reason(reason))). -o로 지정한 폴더를 확인하거나 다른 폴더를 지정하세요."
    case .missingPiece(let piece):
      "실행 폴더의 토크나이저에 필요한 조각이 없습니다: “\(piece)”. -o로 다른 폴더를 지정해 토크나이저를 새로 학습하세요."
    case .categories(let expected, let found):
      "레시피의 범주가 분류 체계와 다릅니다. 레시피: \(list(found)). 분류 체계: \(list(expected)). 같은 범주를 같은 순서로 적으세요."
    case .emptyStage(let name):
      "학습할 행이 없는 단계입니다: “\(name)”. 레시피에서 그 단계의 “rows” 값과 출처를 확인하세요."
    }
  }
}

extension EvaluationError {
  fileprivate var korean: String {
    switch self {
    case .scoreCount(let contestant, let set, let expected, let found):
      "“\(contestant)” 모델이 “\(set)” 자료의 글 \(expected)건에 점수를 \(found)개 냈습니다. \(bug)"
    case .categoryCount(let contestant, let set, let row, let expected, let found):
      "“\(contestant)” 모델이 “\(set)” 자료의 \(row + 1)번째 행에 낸 범주 점수가 \(expected)개가 아니라 \(found)개입니다. \(bug)"
    case .nonFiniteScore(let contestant, let set, let row):
      "“\(contestant)” 모델이 “\(set)” 자료의 \(row + 1)번째 행에 낸 점수가 유한한 수가 아닙니다. 모델이 망가졌으니 다른 모델을 쓰거나 다시 학습하세요."
    case .unlabelledRow(let set, let id):
      "평가 자료 “\(set)”에 라벨 없는 행이 있습니다: “\(id)”. 라벨이 있는 자료를 고르거나 그 행을 빼세요."
    case .missingClass(let label):
      "기준 모델을 학습하는 데 필요한 라벨이 학습 자료에 없습니다: “\(label)”. 그런 행이 있는 출처를 레시피에 더하세요."
    case .notAGuardian:
      "폴더에 haechi.json이 없어 해치 모델로 쓸 수 없습니다. haechi train이 만든 폴더를 지정하세요."
    case .unencodable(let reason):
      "보고서를 JSON으로 쓸 수 없습니다: \(Detail.reason(reason)). --json을 빼거나 표에 수가 아닌 값이 있는지 확인하세요."
    }
  }
}

private let bug = "haechi 자체의 잘못이니 알려 주세요."

private func unreadableFile(_ path: String, _ reason: String) -> String {
  if reason == Detail.notUTF8 { return "UTF-8이 아닌 파일입니다: \(path). UTF-8로 저장하세요." }
  if let code = Detail.systemCode(in: reason) { return InputError(path: path, code: code).message.korean }
  return Message.fileUnreadable(path: path, reason: Detail.reason(reason)).korean
}

private func invalidFile(_ path: String, key: String, expected: String, found: String) -> String {
  let place = key.isEmpty ? path : "\(path)의 “\(key)”"
  return "\(place): 내용이 잘못되었습니다 (있어야 할 것: \(phrase(expected)), 있는 것: \(phrase(found))). 파일을 고치세요."
}

private func phrase(_ phrase: String) -> String { Detail.phrase(phrase, in: .ko) }

private func list(_ names: [String]) -> String { Detail.list(names, in: .ko) }

extension CodecFault {
  var korean: String {
    switch self {
    case .corrupt: "내용이 손상되었거나 이름과 다른 형식입니다"
    case .truncated: "파일이 도중에 끝났습니다"
    case .outOfMemory: "메모리가 부족합니다"
    }
  }
}
