import Models
import Tensors
import Tokenization

extension ModelError {
  var korean: String {
    switch self {
    case .inaccessibleFile(let path, let code): InputError(path: path, code: code).message.korean
    case .badTensors(let file, let error):
      "\(file) 파일을 쓸 수 없습니다: \(error.korean). 다시 내보내거나 복사하세요."
    case .malformedJSON(let file, let path, let detail):
      "\(file)\(path.isEmpty ? " 파일이" : "의 “\(path)” 항목이") 잘못되었습니다: \(phrase(detail)). 파일을 고치거나 모델을 다시 내보내세요."
    case .unsupportedOption(let file, let name, let expected, let found):
      "\(file)의 “\(name)” 값을 이 버전이 계산하지 못합니다: “\(found)”. 계산할 수 있는 값: “\(expected)”. 그런 모델을 쓰세요."
    case .invalidValue(let file, let name, let expected, let found):
      "\(file)의 “\(name)” 값이 잘못되었습니다: \(found) (있어야 할 것: \(phrase(expected))). 고치거나 파일을 다시 만드세요."
    case .missingParameter(let name):
      "설정에 필요한 가중치가 체크포인트에 없습니다: “\(name)”. 모델을 다시 내보내세요."
    case .unexpectedParameter(let name):
      "설정에 없는 가중치가 체크포인트에 있습니다: “\(name)”. config.json을 고치거나 모델을 다시 내보내세요."
    case .wrongShape(let parameter, let expected, let found):
      "가중치 “\(parameter)”의 모양이 \(found)인데 설정에는 \(expected) 모양이 필요합니다. config.json을 고치거나 모델을 다시 내보내세요."
    case .notFinite(let parameter, let index):
      "가중치 “\(parameter)”에 유한하지 않은 수가 있습니다 (색인 \(index)). 다시 학습하거나 앞선 체크포인트를 쓰세요."
    case .missingMetadata:
      "체크포인트에 haechi.json이 없어 모델 묶음을 만들 수 없습니다. haechi train이 만든 폴더를 쓰거나 config.json 옆에 그 파일을 두세요."
    case .notABundle:
      "모델 묶음의 첫머리가 아닙니다. haechi train이나 haechi convert가 만든 파일을 지정하세요."
    case .unsupportedBundleVersion(let expected, let found):
      "모델 묶음의 형식 버전이 \(found)인데 이 haechi는 버전 \(expected)만 읽습니다. 이 haechi로 체크포인트를 다시 변환하세요."
    case .wrongLength(let what, let expected, let found):
      "모델 묶음이 손상되었습니다: “\(phrase(what))” 부분이 \(expected)바이트여야 하는데 \(found)바이트입니다. \(bundleAdvice)"
    case .misalignedBundle(let expected):
      "모델 묶음이 메모리에서 \(expected)바이트의 배수 자리에 있지 않습니다. 파일에서 읽으세요."
    case .missingSection(let name): "모델 묶음이 손상되었습니다: “\(name)” 구역이 없습니다. \(bundleAdvice)"
    case .misplacedSection(let name, let offset, let count, let limit):
      "모델 묶음이 손상되었습니다: “\(name)” 구역(바이트 위치 \(offset)부터 \(count)바이트)이 \(limit)바이트 안에 바르게 놓이지 않았습니다. \(bundleAdvice)"
    case .checksumMismatch(let expected, let found):
      "모델 묶음이 손상되었습니다: 검사합이 \(hexadecimal(expected)) 대신 \(hexadecimal(found))입니다. \(bundleAdvice)"
    case .noDefaultModel: Message.modelAbsent.korean
    }
  }
}

private let bundleAdvice = "다시 복사하거나 haechi convert로 새로 만드세요."

extension TensorError {
  /// What is wrong with the file, to stand after a colon.
  fileprivate var korean: String {
    switch self {
    case .unreadable(let path, let code): "읽다가 실패했습니다: \(path) (\(systemReason(code)))"
    case .unwritable(let path, let code): "쓰다가 실패했습니다: \(path) (\(systemReason(code)))"
    case .truncated(let what, let expected, let found):
      "“\(phrase(what))” 안에서 끝납니다. \(expected)바이트가 필요한데 \(found)바이트뿐입니다"
    case .headerTooLong(let limit, let found):
      "머리말이 \(found)바이트라고 적혀 있는데 \(limit)바이트를 넘을 수 없습니다"
    case .malformedHeader(let byteOffset, let expected):
      "머리말의 바이트 위치 \(byteOffset)부터 잘못되었습니다 (있어야 할 것: \(phrase(expected)))"
    case .duplicateName(let name): "이름이 두 번 나옵니다: “\(name)”"
    case .missingField(let tensor, let field): "텐서 “\(tensor)”에 없는 항목이 있습니다: “\(field)”"
    case .unsupportedType(let tensor, let found):
      "텐서 “\(tensor)”의 자료형을 읽을 수 없습니다: “\(found)”. F32, F16, BF16만 읽습니다"
    case .offsetsOutOfRange(let tensor, let lower, let upper, let limit):
      "텐서 “\(tensor)”의 자리가 바이트 \(lower)에서 \(upper)까지인데 자료는 \(limit)바이트입니다"
    case .wrongByteCount(let tensor, let shape, let expected, let found):
      "텐서 “\(tensor)”(모양 \(shape))의 길이가 \(found)바이트인데 \(expected.map { "\($0)바이트여야 합니다" } ?? "이 모양은 어떤 파일에도 담을 수 없을 만큼 큽니다")"
    case .overlap(let tensor, let other): "두 텐서의 자리가 겹칩니다: “\(tensor)”, “\(other)”"
    case .unclaimedBytes(let lower, let upper): "바이트 \(lower)에서 \(upper)까지는 어느 텐서의 것도 아닙니다"
    case .missingTensor(let name): "텐서가 없습니다: “\(name)”"
    }
  }
}

extension TokenizationError {
  var korean: String {
    switch self {
    case .truncated(let field, let offset): damaged("바이트 위치 \(offset)에서 시작한 “\(field)” 안에서 파일이 끝납니다")
    case .lengthOutOfBounds(let field, let offset, let expectedAtMost, let found):
      damaged("바이트 위치 \(offset)의 “\(field)” 길이가 \(found)바이트라고 적혀 있는데 \(expectedAtMost)바이트만 남았습니다")
    case .malformedNumber(let offset): damaged("바이트 위치 \(offset)의 수가 너무 깁니다")
    case .malformedKey(let offset, let found): damaged("바이트 위치 \(offset)에 없는 키가 있습니다: \(found)")
    case .wrongWireType(let field, let offset, let expected, let found):
      damaged("바이트 위치 \(offset)의 “\(field)” 값이 와이어 타입 \(expected)이어야 하는데 \(found)입니다")
    case .unknownValue(let field, let offset, let found):
      damaged("바이트 위치 \(offset)의 “\(field)” 값에 뜻이 없습니다: \(found)")
    case .malformedCharsmap(let reason, let offset):
      damaged("정규화 표의 바이트 위치 \(offset)에서 \(reason.korean)")
    case .noPieces: unfit("조각이 없습니다")
    case .tooManyPieces(let found): unfit("조각이 번호를 붙일 수 없을 만큼 많습니다: \(found)개")
    case .emptyPiece(let id): unfit("\(id)번 조각이 비었습니다")
    case .duplicatePiece(let id, let firstID): unfit("\(id)번 조각과 \(firstID)번 조각이 같습니다")
    case .pieceTooLong(let id, let found, let limit):
      unfit("\(id)번 조각이 \(found)바이트인데 \(limit)바이트까지만 쓸 수 있습니다")
    case .nulInPiece(let id): unfit("\(id)번 조각에 0 바이트가 들어 있습니다")
    case .invalidScore(let id): unfit("\(id)번 조각의 점수가 유한한 수가 아닙니다")
    case .malformedVocabulary(let line):
      damaged("어휘 파일 \(line)번째 줄이 조각, 탭, 수로 되어 있지 않습니다")
    case .malformedJSON(let offset): damaged("바이트 위치 \(offset)부터 JSON이 아닙니다")
    case .malformedMember(let path, let expected):
      damaged("“\(path)” 항목이 올바르지 않습니다. 필요한 값: \(expected)")
    case .unsupportedMember(let path, let found):
      unfit("“\(path)” 항목의 “\(found)”를 이 버전이 다루지 않습니다")
    case .malformedPattern(let pattern, let offset):
      unfit("정규식 “\(pattern)”을 \(offset)번째 글자에서 읽을 수 없습니다")
    case .unsupportedOperation(let name, let type):
      "“\(type)” 종류의 모델은 이 기능을 지원하지 않습니다: \(name). 다른 종류의 모델을 쓰세요."
    case .unknownPieceCount(let found): unfit("모르는 글자를 위한 조각이 1개여야 하는데 \(found)개입니다")
    case .bytePieces(let expected, let found): unfit("바이트 조각이 \(expected)개여야 하는데 \(found)개입니다")
    case .malformedBytePiece(let id): unfit("\(id)번 바이트 조각의 표기가 <0x00>에서 <0xFF> 사이가 아닙니다")
    case .unsupportedModelType(let type): unfit("이 버전이 다루지 않는 종류입니다: “\(type)”")
    case .settingOutOfRange(let name, let found, let expected):
      "토크나이저 설정 “\(name)”의 값이 범위를 벗어났습니다: \(plain(found)). 레시피에서 \(plain(expected.lowerBound))에서 \(plain(expected.upperBound)) 사이로 고치세요."
    case .invalidSymbol(let name):
      "토크나이저의 특수 조각이 비었거나 겹칩니다: “\(name)”. 분류 체계의 범주를 고치세요."
    case .vocabularyTooSmall(let requested, let required):
      "어휘 \(requested)개는 너무 작습니다. 글자와 바이트, 특수 조각만 \(required)개입니다. 레시피에서 tokenizer.vocabularySize 값을 높이거나 tokenizer.characterCoverage 값을 낮추세요."
    case .vocabularyTooLarge(let requested, let possible):
      "어휘 \(requested)개는 너무 큽니다. 이 글로는 \(possible)개까지 만들 수 있습니다. 레시피에서 tokenizer.vocabularySize 값을 낮추거나 글을 더하세요."
    case .noTrainingText: "토크나이저를 학습할 글이 없습니다. 레시피에 출처를 더하세요."
    }
  }
}

extension TokenizationError.CharsmapFault {
  fileprivate var korean: String {
    switch self {
    case .header: "머리말이 잘렸습니다"
    case .trieSize: "트라이의 크기가 잘못되었습니다"
    case .trieUnit: "트라이의 항목이 표 밖을 가리킵니다"
    case .value: "바꿀 글이 표 밖을 가리키거나 끝이 없습니다"
    }
  }
}

private func damaged(_ problem: String) -> String {
  "토크나이저 모델이 손상되었습니다: \(problem). 다시 복사하거나 원본에서 가져오세요."
}

private func unfit(_ problem: String) -> String {
  "토크나이저 모델을 쓸 수 없습니다: \(problem). 다른 모델을 쓰거나 다시 학습하세요."
}

private func phrase(_ phrase: String) -> String { Detail.phrase(phrase, in: .ko) }
