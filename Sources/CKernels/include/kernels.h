#pragma once
#include "isa.h"
#include "kernels_f32.h"
#include "kernels_int8.h"
